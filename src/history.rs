//! What earlier runs said: the figures of closed months (spec 2.11), the findings of the run before, and the replies of people (4.4).

mod closed;
mod life_cycle;
mod reply;

pub use self::closed::Changed;
pub use self::closed::Closed;
pub use self::closed::ClosedFigure;
pub use self::closed::ClosedRow;
pub use self::closed::MEMBER;
pub use self::closed::NOT_REPORTED;
pub use self::closed::NOT_THERE;
pub use self::closed::REACHED;
pub use self::closed::RowChange;
pub use self::closed::Scope;
pub use self::closed::YUAN;
pub use self::closed::row_changes;
pub use self::life_cycle::Before;
pub use self::life_cycle::Doubt;
pub use self::life_cycle::Ground;
pub use self::life_cycle::LifeCycle;
pub use self::life_cycle::Seen;
pub use self::life_cycle::Stood;
pub use self::reply::Exemption;
pub use self::reply::Reply;
pub use self::reply::ReplyKind;
pub use self::reply::Ruling;
pub use self::reply::finding_id;
pub use self::reply::left_out_told;
