use super::scene::scene;
use crate::report::write::xlsx;

#[test]
fn scratch_books() {
    for period in ["2021-09", "2021-W36", "2021-Q3", "2021-09-H1", "2021"] {
        let s = scene(period);
        let s = if period == "2021" { s.as_of("2021-09-30") } else { s };
        s.report(|outcome| {
            std::fs::create_dir_all("/tmp/books").unwrap();
            for (name, book) in [
                ("monthly", super::monthly::book(outcome)),
                ("findings", super::findings::book(outcome)),
            ] {
                let bytes = xlsx::bytes(&book, outcome.today).unwrap();
                std::fs::write(format!("/tmp/books/{name}-{period}.xlsx"), bytes).unwrap();
            }
        });
    }
}
