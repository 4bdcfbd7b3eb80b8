//! Charts of a page as inline SVG: bars in groups, columns month by month, a funnel. Every value stands beside its shape as text, so
//! that nothing hangs on colour or script. Coordinates have one decimal place, so that equal figures make equal bytes.

use std::fmt::Write;

use super::sheet;

/// Width of every chart, in its own units: those of a phone, so that its letters are as large there as those of the page.
const WIDTH: f64 = 360.0;
/// Height of a line of text.
const LINE: f64 = 18.0;
/// Height of a bar.
const BAR: f64 = 12.0;
/// Width of a Latin letter; a Chinese one is twice as wide.
const LETTER: f64 = 6.2;
/// Ground of what is not filled.
const GROUND: u32 = 0xE7EAEE;
/// Colour of lines.
const RULE: u32 = 0x8A9099;

/// One bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// Its length as a share of the full length; `None` for no bar at all (未报).
    pub share: Option<f64>,
    /// Its value in words.
    pub text: String,
    /// Its colour, 0xRRGGBB.
    pub colour: u32,
}

/// Bars below a common title.
#[derive(Clone, Debug)]
pub struct Group {
    /// The title; empty for none.
    pub title: String,
    /// The bars, from above.
    pub bars: Vec<Bar>,
}

/// A line across all bars.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where, as a share of the full length.
    pub share: f64,
    /// What it is, in words.
    pub text: String,
    /// Its colour, 0xRRGGBB.
    pub colour: u32,
}

/// One column, and what stands below it.
#[derive(Clone, Debug)]
pub struct Column {
    /// The words below.
    pub label: String,
    /// Its height as a share of the full height; `None` for none.
    pub share: Option<f64>,
}

/// Where a text stands about its point.
#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// The shapes of a chart in the making.
struct Drawing {
    body: String,
}

impl Drawing {
    fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, colour: u32) {
        let _ = write!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#{colour:06X}\"/>"
        );
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), colour: u32, dash: &str) {
        let _ = write!(
            self.body,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"#{colour:06X}\"{dash}/>",
            from.0, from.1, to.0, to.1
        );
    }

    fn text(&mut self, x: f64, y: f64, anchor: Anchor, colour: Option<u32>, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let fill = colour.map(|colour| format!(" fill=\"#{colour:06X}\"")).unwrap_or_default();
        let _ = write!(self.body, "<text x=\"{x:.1}\" y=\"{y:.1}\"{anchor}{fill}>{}</text>", escape(words));
    }

    /// The whole element, named for those who do not see it.
    fn finish(self, height: f64, name: &str) -> String {
        format!(
            "<svg viewBox=\"0 0 {WIDTH:.1} {height:.1}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            escape(name),
            self.body
        )
    }
}

/// A text inside of an element or of an attribute. Characters that XML cannot hold are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn wide(text: &str) -> f64 {
    sheet::width(text) as f64 * LETTER
}

/// As much of a text as there is room for.
fn fitted(text: &str, room: f64) -> String {
    if wide(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if wide(&kept) + 2.0 * LETTER > room {
            kept.pop();
            break;
        }
    }
    kept + "…"
}

/// Bars from left to right in groups one below the other, and at most one line across them.
pub fn bars(name: &str, groups: &[Group], mark: Option<&Mark>) -> String {
    let all = || groups.iter().flat_map(|group| &group.bars);
    let labels = all().map(|bar| wide(&bar.label)).fold(0.0, f64::max).clamp(24.0, 112.0);
    let values = all().map(|bar| wide(&bar.text)).fold(0.0, f64::max).clamp(24.0, 120.0);
    let left = labels + 8.0;
    let full = WIDTH - left - values - 8.0;
    let mut drawing = Drawing { body: String::new() };
    let mut y = 0.0;
    let at = mark.map(|mark| left + full * mark.share.clamp(0.0, 1.0));
    if let (Some(mark), Some(at)) = (mark, at) {
        // The words stay inside of the chart.
        let half = wide(&mark.text) / 2.0;
        let middle = at.clamp(half, (WIDTH - half).max(half));
        drawing.text(middle, y + 13.0, Anchor::Middle, Some(mark.colour), &mark.text);
        y += LINE;
    }
    for group in groups {
        if !group.title.is_empty() {
            let _ = write!(drawing.body, "<g class=\"head\">");
            drawing.text(0.0, y + 15.0, Anchor::Start, None, &fitted(&group.title, WIDTH));
            drawing.body.push_str("</g>");
            y += LINE + 3.0;
        }
        let top = y;
        for bar in &group.bars {
            let base = y + 13.0;
            drawing.text(labels, base, Anchor::End, None, &fitted(&bar.label, labels));
            drawing.rectangle(left, y + 3.0, full, BAR, GROUND);
            if let Some(share) = bar.share {
                drawing.rectangle(left, y + 3.0, full * share.clamp(0.0, 1.0), BAR, bar.colour);
            }
            drawing.text(left + full + 6.0, base, Anchor::Start, None, &fitted(&bar.text, values));
            y += LINE;
        }
        if let (Some(mark), Some(at)) = (mark, at) {
            drawing.line((at, top), (at, y), mark.colour, " stroke-dasharray=\"3 2\" stroke-width=\"1.5\"");
        }
        y += 4.0;
    }
    drawing.finish(y, name)
}

/// Columns side by side below a line that says how high the highest is.
pub fn columns(name: &str, columns: &[Column], highest: &str, colour: u32) -> String {
    const HEIGHT: f64 = 96.0;
    let top = LINE + 4.0;
    let bottom = top + HEIGHT;
    let mut drawing = Drawing { body: String::new() };
    drawing.text(0.0, 13.0, Anchor::Start, None, highest);
    drawing.line((0.0, top), (WIDTH, top), RULE, " stroke-dasharray=\"2 3\"");
    let step = WIDTH / columns.len().max(1) as f64;
    for (position, column) in columns.iter().enumerate() {
        let middle = step * (position as f64 + 0.5);
        match column.share {
            Some(share) => {
                let height = HEIGHT * share.clamp(0.0, 1.0);
                let width = (step * 0.64).min(40.0);
                drawing.rectangle(middle - width / 2.0, bottom - height, width, height, colour);
            }
            None => drawing.text(middle, bottom - 4.0, Anchor::Middle, None, "未报"),
        }
        drawing.text(middle, bottom + 15.0, Anchor::Middle, None, &column.label);
    }
    drawing.line((0.0, bottom), (WIDTH, bottom), RULE, "");
    drawing.finish(bottom + LINE + 2.0, name)
}

/// Steps one below the other, each as wide as its share, in the middle.
pub fn funnel(name: &str, steps: &[Bar]) -> String {
    let labels = steps.iter().map(|step| wide(&step.label)).fold(0.0, f64::max) + 8.0;
    let values = steps.iter().map(|step| wide(&step.text)).fold(0.0, f64::max) + 8.0;
    let full = WIDTH - labels - values;
    let middle = labels + full / 2.0;
    let mut drawing = Drawing { body: String::new() };
    for (position, step) in steps.iter().enumerate() {
        let y = position as f64 * 32.0;
        drawing.text(0.0, y + 18.0, Anchor::Start, None, &step.label);
        if let Some(share) = step.share {
            let width = full * share.clamp(0.0, 1.0);
            drawing.rectangle(middle - width / 2.0, y + 2.0, width, 24.0, step.colour);
        }
        drawing.text(WIDTH, y + 18.0, Anchor::End, None, &step.text);
    }
    drawing.finish(steps.len() as f64 * 32.0, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, share: Option<f64>) -> Bar {
        Bar {
            label: label.to_owned(),
            share,
            text: share.map_or_else(|| "未报".to_owned(), |share| format!("{share}")),
            colour: 0x2F5597,
        }
    }

    #[test]
    fn coordinates_have_one_place_and_what_is_not_known_has_no_bar() {
        let group = Group {
            title: "目标".to_owned(),
            bars: vec![bar("甲", Some(1.0 / 3.0)), bar("乙", None), bar("丙", Some(7.0))],
        };
        let mark = Mark {
            share: 0.7479,
            text: "序时进度".to_owned(),
            colour: 0xC00000,
        };
        let svg = bars("完成率", &[group], Some(&mark));
        assert_eq!(svg.matches("fill=\"#2F5597\"").count(), 2, "{svg}");
        for number in svg.split('"').filter(|part| part.contains('.') && part.parse::<f64>().is_ok()) {
            assert_eq!(number.split_once('.').map(|(_, places)| places.len()), Some(1), "{number}");
        }
        let full: Vec<f64> = svg
            .split("width=\"")
            .filter_map(|part| part.split('"').next()?.parse().ok())
            .collect();
        assert!(full.iter().all(|width| *width <= WIDTH), "a bar beyond the chart: {svg}");
        assert!(svg.contains(">未报</text>"));
    }

    #[test]
    fn words_cannot_leave_their_place() {
        let hostile = "<script>\"&'\u{1}";
        let steps = [bar(hostile, Some(0.5))];
        for svg in [
            funnel(hostile, &steps),
            bars(
                hostile,
                &[Group {
                    title: hostile.to_owned(),
                    bars: steps.to_vec(),
                }],
                None,
            ),
        ] {
            assert!(
                !svg.contains("<script") && !svg.contains('\u{1}') && svg.contains("&lt;script&gt;"),
                "{svg}"
            );
        }
        assert_eq!(fitted("招商投资促进中心", 50.0), "招商投…");
    }

    #[test]
    fn months_without_a_report_say_so() {
        let column = |share| Column {
            label: "9月".to_owned(),
            share,
        };
        let svg = columns("每月", &[column(Some(0.0)), column(None)], "最高 0", 0xC55A11);
        assert_eq!(svg.matches("未报").count(), 1);
        assert!(svg.contains("height=\"0.0\""));
        assert!(columns("无", &[], "", 0).starts_with("<svg "));
    }
}
