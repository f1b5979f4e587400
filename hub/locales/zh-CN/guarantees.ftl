resolution-evidence = 经对方数据证实
delivery-key-expired = 发出后没有等到答复，而对方只保留识别码 { $days } 天，现在已无法凭识别码查到结果。请致电对方核实：已收到的，登记对方受理号；没有收到的，重新发送。
verb-find-scheme = 凭受理号回查
figure-doubts = 结果未知的送达
state-asking = 待向对方查询结果
state-unknown = 结果未知，待人工核实
state-pending = 对方待审核
audit-trail-broken = 操作记录从第 { $id } 条起与其校验值不符：该条或它之前的记录被改动或删除过。请保留现有数据库，与最近的备份比对，并查明是谁动过。
