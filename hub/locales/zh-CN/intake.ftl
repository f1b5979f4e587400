# 收件（liandong intake）：文件、列、行、附件有什么问题，怎样改。

## 不计的列

column-number = 序号
column-remark = 备注

## 附件的列

field-documents-site-plan = 总平面图
field-documents-pipe-plan = 管线图
field-documents-other = 其他附件

## 整个文件

intake-file-missing = 找不到文件“{ $name }”。请核对路径。
intake-file-ending = 不收“{ $name }”这种文件。请另存为下列格式之一再收；旧的 .xls 可在表格软件里另存为 .xlsx。
intake-file-encoding = 文字编码既不是 UTF-8 也不是 GB18030，没有读取。请在表格软件里另存为“CSV UTF-8”再收。
intake-file-empty = 文件里没有方案。请核对是不是拿错了文件。
intake-file-too-large = 文件太大，至多 { $limit_mib } MiB。请分成几个文件，附件放在旁边的文件夹里。
intake-csv-malformed = CSV 的引号不成对，从这一行起无法分清各列。请在表格软件里重新另存。
intake-workbook-unreadable = 打不开这个工作簿：它可能已损坏、有密码，或者不是真正的 .xlsx。请在表格软件里打开后另存为 .xlsx，不加密码。
intake-json-malformed = 不是有效的 JSON：第 { $line } 行第 { $column } 个字符处读不下去。
intake-no-headings = 前 { $rows } 行里没有找到列标题。请照模板 docs/templates/schemes.csv 写列标题。

## 列

invalid-column-missing = 缺少这一列。请照模板补上。
invalid-column-unknown = 不认识这一列。请照模板改列标题；不用的列请删去，说明文字可放在“备注”列。
invalid-column-repeated = 这一列出现了不止一次。请删去一列。

## 行与单元格

invalid-row-too-long = 这一行有 { $cells } 格，列标题只有 { $headings } 格，内容可能错了位。请核对：有逗号的内容要加引号，或者改用 .xlsx。
invalid-row-repeated = 与第 { $earlier } 行是同一方案的同一版（第 { $version } 版）。请删去一行；内容有修改的，版本加一。
invalid-pushed-ahead = 推送时间 { $pushed } 还没有到。请核对年月日。
invalid-cell-rounded = “{ $value }”是被表格软件当作数字的长编号，末几位已经丢失。请把这一列设为“文本”格式，重新填写。
invalid-cell-error = 单元格里的公式出错（{ $value }）。请改好公式，或者直接填写结果。
invalid-site-other-axis = 坐标系 { $crs } 不用这一列。请核对坐标系，或者清空这一格。

## 附件

invalid-document-missing = 文件夹“{ $folder }”里没有附件“{ $name }”。请放进去，或者核对文件名；文件夹在表格旁边，与表格同名。
invalid-document-empty = 附件“{ $name }”是空文件。请换成完整的文件。
invalid-document-too-large = 附件“{ $name }”太大，至多 { $limit_mib } MiB。请压缩或拆分。
invalid-document-ending = 不收“{ $name }”这种附件。
