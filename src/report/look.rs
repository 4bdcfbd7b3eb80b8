//! The look of cells, as a small fixed set: what a cell is for, how its value is shown, where it stands in the cell, what tints it.

/// What a cell is for; decides font, weight, border and ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The title over a sheet.
    Title,
    /// The line below it: as-of day, unit. No border.
    Line,
    /// The title of a part of a sheet.
    Section,
    /// The head of a column.
    Header,
    /// A cell of a table.
    Body,
    /// A cell of a totals row.
    Total,
    /// A remark below a table, and the compiling unit. No border.
    Note,
    /// The name of a card.
    CardName,
    /// The big figure of a card.
    CardValue,
    /// The small print of a card.
    CardNote,
}

/// How a value is shown. The stored value is always the exact one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Show {
    /// As it is.
    Plain,
    /// Text, also when it is made of digits.
    Text,
    /// Two places with thousands separators.
    Money,
    /// As many places as it has, at least two: where two would show a sum as another one.
    MoneyExact,
    /// Two places, followed by 万元.
    MoneyInWan,
    /// A whole number.
    Count,
    /// A whole number followed by 个.
    CountOfThings,
    /// A whole number followed by 条.
    CountOfFindings,
    /// A share in per cent, two places.
    Percent,
    /// A share in per cent with as many places as it has, at least two.
    PercentExact,
    /// A difference of shares in percentage points, with its sign.
    Points,
    /// `yyyy-mm-dd`
    Date,
    /// 1 as √, 0 as —, so that a column of them can be added up.
    Flag,
}

/// Where a value stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Align {
    /// Left.
    Left,
    /// Centre.
    Centre,
    /// Right.
    Right,
}

/// What tints a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tint {
    /// Nothing.
    None,
    /// Reached, or ahead of the pace.
    Good,
    /// Behind the pace, or a warning.
    Behind,
    /// Missed, or an error.
    Bad,
    /// Not reported, or nothing to say.
    Faint,
    /// A day without work.
    RestDay,
    /// A public holiday.
    Holiday,
    /// A day out.
    Out,
}

/// The look of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Style {
    /// What it is for.
    pub role: Role,
    /// How its value is shown.
    pub show: Show,
    /// Where the value stands.
    pub align: Align,
    /// What tints it.
    pub tint: Tint,
    /// Whether long text takes several lines.
    pub wrap: bool,
}

impl Style {
    /// A style of a role, with that role's usual place in the cell.
    pub const fn of(role: Role) -> Style {
        let align = match role {
            Role::Title | Role::Header | Role::Total | Role::CardName | Role::CardValue | Role::CardNote => Align::Centre,
            Role::Line | Role::Section | Role::Body | Role::Note => Align::Left,
        };
        Style {
            role,
            show: Show::Plain,
            align,
            tint: Tint::None,
            wrap: matches!(role, Role::Header | Role::Body | Role::Note),
        }
    }

    /// With another way to show the value.
    pub const fn show(self, show: Show) -> Style {
        Style { show, ..self }
    }

    /// With another place in the cell.
    pub const fn align(self, align: Align) -> Style {
        Style { align, ..self }
    }

    /// With a tint.
    pub const fn tint(self, tint: Tint) -> Style {
        Style { tint, ..self }
    }

    /// With another role.
    pub const fn role(self, role: Role) -> Style {
        Style { role, ..self }
    }
}

/// The colours of charts, data bars and tints, as 0xRRGGBB.
pub mod colour {
    /// The first series, headings of sheets.
    pub const BLUE: u32 = 0x2F5597;
    /// The second series.
    pub const ORANGE: u32 = 0xC55A11;
    /// The third series.
    pub const GREEN: u32 = 0x548235;
    /// The fourth series.
    pub const GOLD: u32 = 0xBF9000;
    /// More series.
    pub const TEAL: u32 = 0x1F7A7A;
    /// More series.
    pub const PURPLE: u32 = 0x7A4B8C;
    /// Lines of goals and of the pace.
    pub const RED: u32 = 0xC00000;
    /// Data bars.
    pub const BAR: u32 = 0x9DC3E6;

    /// The colours of series, in their order.
    pub const SERIES: [u32; 6] = [BLUE, ORANGE, GREEN, GOLD, TEAL, PURPLE];
}
