//! Charts of a sheet: what they show and where they stand. Their data are cells, so that they show the figures and nothing else.

use super::sheet::Area;

/// The cells of a series, on a sheet of the same book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The sheet's name.
    pub sheet: String,
    /// The cells.
    pub area: Area,
}

/// The form of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Columns side by side.
    Columns,
    /// Bars, the first category on top.
    Bars,
    /// Bars laid end to end, the first category on top.
    StackedBars,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Draw {
    /// As the chart's kind says, in a colour.
    Solid(u32),
    /// It takes room and is not seen (the left part of a funnel).
    Unseen,
    /// As a line with a mark at each point, on the first axis.
    Line(u32),
    /// As a line on the second axis.
    LineOnSecondAxis(u32),
}

/// One series.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its values.
    pub values: Range,
    /// How it is drawn.
    pub draw: Draw,
    /// Number format of the values beside its points; `None` for none.
    pub labels: Option<&'static str>,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its form.
    pub kind: ChartKind,
    /// Its title.
    pub title: String,
    /// The categories of every series.
    pub categories: Range,
    /// The series; lines after the others.
    pub series: Vec<Series>,
    /// Number format of the value axis; `None` for no axis.
    pub value_format: Option<&'static str>,
    /// Number format of the second axis.
    pub second_format: &'static str,
    /// Title of the value axis.
    pub value_title: Option<String>,
    /// Title of the second axis.
    pub second_title: Option<String>,
    /// Upper end of the value axis, when not left to the program.
    pub max: Option<f64>,
    /// Whether there is a legend.
    pub legend: bool,
}

/// A chart in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The chart.
    pub chart: Chart,
    /// Row of its upper left corner, from 0.
    pub row: u32,
    /// Column of its upper left corner, from 0.
    pub column: u16,
    /// Distance from that cell's left edge, in pixels.
    pub right_by: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}
