//! The words for files that cannot be read (spec 1.4, D001): one function for each reason.

use crate::intake::grid::Refused;

/// A refusal of any words.
pub(super) fn because(reason: impl Into<String>, remedy: impl Into<String>) -> Refused {
    Refused {
        reason: reason.into(),
        remedy: remedy.into(),
    }
}

/// Needs a password to open.
pub(super) fn password() -> Refused {
    because(
        "文件有打开密码，无法读取",
        "请在 Excel/WPS 中打开，取消密码后另存；或用 --password-file 指定密码文件（一行一个密码）",
    )
}

/// None of the passwords given opens it.
pub(super) fn wrong_password() -> Refused {
    because(
        "文件有打开密码，密码文件中的密码都打不开",
        "请在密码文件中补上该文件的密码（一行一个），或在 Excel/WPS 中取消密码后另存",
    )
}

/// Bytes that contradict themselves; `detail` names the part.
pub(super) fn damaged(detail: &str) -> Refused {
    because(
        format!("文件已损坏（{detail}）"),
        "请在 Excel/WPS 中打开并另存为 .xlsx；打不开时请向报送人重新索取",
    )
}

/// The end is missing.
pub(super) fn incomplete() -> Refused {
    because("文件不完整，可能未下载完", "请重新下载或重新复制后再运行")
}

/// A limit of the settings is passed.
pub(super) fn too_large(what: &str) -> Refused {
    because(
        format!("超出读取上限：{what}"),
        "请删除多余的空白行列、工作表和图片后另存，或拆成几个文件；确有需要时在设置的 [limits] 中调高",
    )
}

/// A kind that Excel and WPS open and we do not.
pub(super) fn save_as_xlsx(what: &str) -> Refused {
    because(format!("{what}，本程序不读取这种格式"), "请用 Excel/WPS 打开后另存为 .xlsx")
}

/// A name that promises a table over bytes that are none; `what` they are.
pub(super) fn no_table(what: &str) -> Refused {
    because(format!("名称像是表格，内容其实是{what}"), "请放入表格本身，或另存为 .xlsx")
}

/// The library gave up in a way that it should not.
pub(super) fn inside(library: &str) -> Refused {
    because(format!("读取时出错（{library}）"), "请在 Excel/WPS 中打开并另存为 .xlsx 后再运行")
}
