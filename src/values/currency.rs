//! Currencies by ISO code, and how sheets write them.

/// A currency that sheets may name (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// 人民币
    Cny,
    /// 美元
    Usd,
    /// 港元
    Hkd,
    /// 欧元
    Eur,
    /// 日元
    Jpy,
    /// 英镑
    Gbp,
    /// 澳门元
    Mop,
    /// 新台币
    Twd,
    /// 韩元
    Krw,
    /// 新加坡元
    Sgd,
    /// 澳大利亚元
    Aud,
    /// 加拿大元
    Cad,
    /// 瑞士法郎
    Chf,
}

impl Currency {
    /// ISO 4217 code, such as `USD`.
    pub fn code(self) -> &'static str {
        unimplemented!()
    }

    /// The Chinese name, such as 美元.
    pub fn name(self) -> &'static str {
        unimplemented!()
    }

    /// Reads a name, sign or code alone (美元, 美金, USD, $, US$, HK$ …); `None` when it is none of them.
    pub fn parse(text: &str) -> Option<Currency> {
        unimplemented!("{text}")
    }
}
