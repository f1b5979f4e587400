# 手工办理：没有系统的单位的办理清单、填报与登记。

field-case-number = 办件编号
field-current-status = 当前状态
field-evidence = 证明材料

manual-withdrawn = 方案已撤回
manual-sheet-list = 办理清单
manual-sheet-documents = 附件清单
manual-sheet-words = 选项
manual-sheet-help = 填写说明
manual-help-1 = 一、每行是一件待办的一个阶段。灰色的编号列请勿改动，黄色的列请填写，其余供参考。
manual-help-2 = 二、“办理状态”从下拉列表选择，如受理、部门开始办理、办结通过。贵单位自己的状态用语须先由联动中心登记。
manual-help-3 = 三、“发生时间”写成 2026-03-02 09:30，指这一步实际办理的时间，不能晚于今天。
manual-help-4 = 四、“经办人”必填，写实际办理的人；“经办部门”可不填。
manual-help-5 = 五、审查阶段办结时，请选“审查意见”，并在“意见内容”写明理由和条件。
manual-help-6 = 六、有证明材料（批复、意见书等）的，把文件放进与本表同名的文件夹，在“证明材料”写文件名（带扩展名，如 意见书.pdf），再填批复文号、批复日期。
manual-help-7 = 七、同一件要报几步的（如先受理、后办结），在表末的空行补写：填办件编号、阶段和黄色各列，一步一行，时间照实填写。
manual-help-8 = 八、没有进展的行留空即可。同一份表交两次不会重复登记；填错的行会连同原因退回，其余的行照常登记。
manual-help-9 = 九、标“方案已撤回”的，请选“撤回”，写明停办的时间和经办人。

manual-no-demand = 方案里没有对 { $company } 的用量需求（{ $kind }），没有列入办理清单。请核对方案或服务范围。
manual-case-unknown = 这个办件编号（{ $value }）不在该单位的办理清单里。请照清单填写，不要改动编号。
manual-case-differs = 方案编号（{ $value }）与办件不符，应为 { $expected }。
manual-status-unknown = 认不出这个办理状态（{ $value }）。请从下拉列表选择；单位自己的用语请先写进对应关系文件。
manual-in-the-future = 办理时间（{ $at }）还没有到。请核对年月日。
manual-evidence-missing = 填了文号或日期，但没有写证明材料的文件名。
manual-no-headings = 前 { $rows } 行里没有找到列标题。请在导出的办理清单上填写，保留标题行。
manual-column-missing = 缺少这一列。请在导出的办理清单上填写，保留全部列。
manual-answer-refused = 没有登记，请按下列各项更正：
manual-not-by-hand = { $company } 不是手工办理的单位。手工办理的单位有：{ $known }。
manual-export-ending = { $name } 的扩展名应为 .xlsx 或 .csv。
manual-folder-shut = { $company }的交换文件夹打不开（{ $reason }），这一轮没有收发清单。请检查共享文件夹和权限；恢复后会自动继续。
manual-row-refused = 填报表 { $file } 第 { $row } 行没有登记，其余各行照常登记。请按下列各项请对方更正后重交：

command-manual = 没有系统的单位：办理清单、填报、登记
command-manual-list = 列出某单位的待办
command-manual-export = 把办理清单写成表格（XLSX 或 CSV），附件放在旁边
command-manual-import = 收回填好的表格
command-manual-enter = 登记一条办理情况
argument-manual-company = 单位（配置中的 id）
argument-manual-export = 写到哪个文件（.xlsx 或 .csv）
argument-manual-import = 填好的文件（.xlsx 或 .csv）
argument-manual-case = 办件编号
option-encoding = CSV 的编码：utf-8 或 gb18030
option-without-documents = 不附带附件
option-manual-stage = 阶段
option-manual-status = 办理状态：国家字典的名称、代码（1 至 15），或该单位已登记的用语
option-handler = 经办人（谁办的）
option-at = 办理时间，如 "2026-03-02 09:30"；不写即现在
option-department = 经办部门
option-opinion = 审查意见
option-opinion-text = 意见内容
option-evidence = 证明材料文件
option-evidence-number = 批复文号
option-issued-on = 批复日期

title-manual = { $company }的待办
manual-none = { $company }没有待办。
manual-exported = 已把 { $tasks } 件待办写入 { $file }，附件 { $documents } 份放在同名文件夹。
manual-documents-absent = 另有 { $count } 份附件还没有取到，取到后请重新导出。
manual-taken = 新登记 { $new } 条，此前已登记 { $known } 条。
manual-entered = 已登记：{ $case }。
manual-known = 这条此前已经登记：{ $case }。
