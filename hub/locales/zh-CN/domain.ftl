# 领域用语：办理状态、阶段、类别、意见、投递状态，以及字段的名称。
# 字段名称同时是收件表格（liandong intake）的列标题；圆括号里的单位在比对标题时不计。

## 办理状态（BLZT，国家数据字典）

status-0 = 尚未开始
status-1 = 接件
status-2 = 撤件
status-3 = 受理
status-4 = 不受理
status-5 = 不予受理
status-6 = 补正开始
status-7 = 补正结束
status-8 = 部门开始办理
status-9 = 特别程序开始
status-10 = 特别程序结束
status-11 = 办结通过
status-12 = 容缺通过
status-13 = 不通过
status-14 = 撤回
status-15 = 撤销

## 阶段

stage-review = 审查
stage-application = 报装
stage-hookup = 接入
stage-acceptance = 验收

## 公用事业类别

kind-water = 供水
kind-power = 供电
kind-gas = 供气
kind-telecom = 通信

## 审查意见

opinion-agree = 同意
opinion-agree-with-conditions = 有条件同意
opinion-disagree = 不同意

## 投递状态

state-waiting = 等候
state-sending = 发送中
state-delivered = 已送达
state-attention = 需人工
state-superseded = 已被替代
state-discarded = 已作废

## 待办事项的种类

item-delivery = 投递受阻
item-destination = 停止投递
item-feed = 读取受阻
item-unreadable = 来件读不懂
item-mapping = 状态码待对应
item-conflict = 前后矛盾
item-illegal = 办理次序有误
item-scheme = 方案待处理
item-document = 附件受阻

## 附件种类

role-site-plan = 总平面图
role-pipe-plan = 管线图
role-other = 其他附件

## 用水类别、用气压力

use-domestic = 生活
use-commercial = 商业
use-industrial = 工业
use-fire = 消防
use-construction = 施工
pressure-low = 低压
pressure-medium = 中压
pressure-high = 高压

## 坐标轴

axis-latitude = 纬度
axis-longitude = 经度
axis-northing = 北坐标
axis-easting = 东坐标

## 是与否

answer-yes = 是
answer-no = 否

## 行文

list-separator = { "、" }
fault = { $field }：{ $sentence }
fault-with-allowed = { $field }：{ $sentence }可填：{ $allowed }。

## 字段：方案

field-whole = 整份内容
field-numbered = { $name }（第 { $number } 项）
field-scheme-id = 方案编号
field-version = 版本
field-scheme-version = 方案版本
field-pushed-at = 推送时间
field-opinion-due = 意见截止时间
field-withdrawn-at = 撤回时间
field-reason = 撤回原因

## 字段：项目

field-project = 项目
field-project-code = 项目代码
field-engineering-code = 工程代码
field-project-name = 项目名称
field-area-code = 区划代码
field-project-address = 建设地址
field-developer = 建设单位
field-developer-name = 建设单位名称
field-developer-credit-code = 建设单位统一社会信用代码
field-developer-kind = 建设单位类型
field-contact = 联系人信息
field-contact-name = 联系人
field-contact-phone = 联系电话
field-registration = 立项信息
field-approval-class = 审批流程类型
field-project-type = 立项类型
field-engineering-class = 工程分类
field-construction-nature = 建设性质
field-funding = 资金属性
field-industry = 国标行业
field-industry-class = 工程行业分类
field-land-supply = 土地获取方式
field-start-planned = 拟开工时间
field-finish-planned = 拟建成时间
field-investment-10k-cny = 总投资（万元）
field-land-area-m2 = 用地面积（m²）
field-floor-area-m2 = 建筑面积（m²）

## 字段：位置

field-site = 项目位置
field-crs = 坐标系
field-geometry = 位置图形
field-coordinates = 坐标
field-latitude = 纬度
field-longitude = 经度
field-northing = 北坐标（m）
field-easting = 东坐标（m）

## 字段：用量

field-demands = 用量需求
field-kind = 类别
field-daily-volume-m3 = 日用水量（m³/d）
field-pipe-dn-mm = 管径（DN，mm）
field-use-class = 用水类别
field-capacity-kva = 用电容量（kVA）
field-voltage-level = 电压等级
field-supplies = 电源数
field-hourly-volume-m3 = 小时用气量（m³/h）
field-pressure = 用气压力
field-appliances = 燃气具数
field-ftth-households = 光纤到户户数
field-equipment-room = 设备间
field-duct-entry = 通信管道入楼

## 字段：附件

field-documents = 附件
field-documents-name = 附件名称
field-sha256 = 文件哈希（SHA-256）
field-media-type = 文件类型
field-size-bytes = 文件大小（字节）
field-role = 附件种类
field-number = 批复文号
field-issued-on = 批复日期

## 字段：办理情况

field-event-id = 事件编号
field-remote-ref = 对方受理号
field-stage = 阶段
field-status = 办理状态
field-status-code = 对方状态码
field-status-text = 对方状态说明
field-occurred-at = 发生时间
field-handler = 经办人
field-department = 经办部门
field-opinion = 审查意见
field-opinion-text = 意见内容

## 字段：公用事业单位

field-id = 标识
field-name = 名称
field-districts = 服务区划
field-credit-code = 统一社会信用代码
