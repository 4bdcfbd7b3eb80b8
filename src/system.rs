//! What the system says when a file cannot be read or written, in words of people; its own only where there are none.

use std::io::Error;
use std::io::ErrorKind;

/// Windows: another program has the file open and shares it with nobody, or has locked a part of it.
const IN_USE: [i32; 2] = [32, 33];

/// `磁盘已满`; what has no words here with the system's number for it: `系统出错（代码 5）`.
pub fn said(error: &Error) -> String {
    let in_use = cfg!(windows) && error.raw_os_error().is_some_and(|code| IN_USE.contains(&code));
    let words = match error.kind() {
        _ if in_use => "文件正被其他程序占用，请关闭后再试",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "文件正被其他程序占用，请关闭后再试",
        ErrorKind::NotFound => "找不到该文件或文件夹",
        ErrorKind::PermissionDenied => "没有访问权限",
        ErrorKind::ReadOnlyFilesystem => "所在磁盘只能读取，不能写入",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出分配的磁盘空间",
        ErrorKind::FileTooLarge => "文件过大",
        ErrorKind::AlreadyExists => "已有同名的文件或文件夹",
        ErrorKind::NotADirectory => "路径中有一段是文件，不是文件夹",
        ErrorKind::IsADirectory => "是文件夹，不是文件",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::InvalidFilename => "文件名或路径不合规定（过长或含不能用的字符）",
        ErrorKind::InvalidData => "内容不是可以识别的文字或格式",
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::TimedOut => "等待超时（网络盘可能已断开）",
        ErrorKind::Interrupted => "操作被中断",
        _ => {
            return match error.raw_os_error() {
                Some(code) => format!("系统出错（代码 {code}）"),
                None => format!("系统出错（{error}）"),
            };
        }
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_chinese_and_in_its_own_words_only_where_there_are_none() {
        for (kind, expected) in [
            (ErrorKind::NotFound, "找不到"),
            (ErrorKind::PermissionDenied, "权限"),
            (ErrorKind::StorageFull, "磁盘已满"),
            (ErrorKind::ResourceBusy, "占用"),
            (ErrorKind::AlreadyExists, "同名"),
            (ErrorKind::InvalidData, "内容"),
            (ErrorKind::Other, "系统出错"),
        ] {
            let error = Error::new(kind, "its own words");
            let said = said(&error);
            assert!(said.starts_with(expected) || said.contains(expected), "{said}");
            assert_eq!(said.contains("its own words"), kind == ErrorKind::Other, "{said}");
        }
    }
}
