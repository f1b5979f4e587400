# Accounts, roles, signing in.

## Roles and permissions

role-viewer = Viewer
role-officer = Officer
role-supervisor = Supervisor
role-administrator = Administrator
role-auditor = Auditor

action-see = see
action-export = export
action-retry = retry
action-correct = correct and resend
action-approve = approve corrections
action-answer = record a phone call's answer
action-resolve = resolve or skip
action-assign = assign
action-comment = comment
action-snooze = snooze
action-bulk = act on many at once
action-enter = enter a company's answers
action-test = test a connection
action-pause = pause or resume a counterpart
action-map = change a mapping
action-audit = read the audit trail
action-people = look after accounts

person-may-not = Your role is { $role }, which may not “{ $action }”. Ask an administrator to change your role, or a colleague who may.
person-other-district = This belongs to district { $area }, which is not one of yours. Pass it on to whoever looks after that district; if your districts are wrong, ask an administrator.

## Accounts

account-faulty = The account was not saved. Correct what follows.
account-unknown = There is no account with the login { $login }. Check the login.
account-login-taken = The login { $login } is taken. Choose another.
account-login-form = A login has 2 to 64 lower-case letters, digits or . _ @ -, and begins with a letter or a digit.
account-name-form = Enter a name of at most 50 characters.
account-last-administrator = { $login } is the last administrator of the whole city and cannot be disabled, lowered, or kept to districts. Appoint another one first.
desk-key-missing = The key that keeps the second factors is not there, or cannot be read. Restore desk.key in the home folder from a backup, or correct people.key in the configuration.
desk-key-wrong = The key that keeps the second factors is not the one they were kept under. Restore the old key from a backup; if it is lost, an administrator resets the second factor of each account.

## Signing in

sign-in-refused = Not signed in: login or password is wrong, or the account is locked or disabled. { $times } wrong ones in a row lock it for { $minutes } minutes. If you forgot the password, ask an administrator to reset it.
sign-in-code-refused = The code is wrong, was used already, or the account is locked. Wait for the next code; { $times } wrong ones in a row lock it for { $minutes } minutes. If your telephone is lost, ask an administrator to reset it.
session-over = Your session is over. Sign in again, and enter again what had not been sent.
totp-there = A second factor is set up already. To change telephones, remove it with a code of the present one first.
totp-wanted = { $role } needs a second factor; it cannot be removed. To change telephones, ask an administrator to reset it.
password-faulty = The password was not changed. Correct what follows.
password-wrong = The present password is wrong.
password-short = A password has at least { $length } characters.
password-long = A password has at most { $length } characters.
password-repeats = The password uses too few different characters. Choose another.
password-holds-login = The password may not hold the login.
password-common = This is one of the first passwords that would be guessed. Choose another.
password-same = The new password is the present one. Choose another.

oidc-unreachable = { $company } cannot be reached; you are not signed in. Try again later; an account with a password can use that.
oidc-declined = { $company } did not agree to the sign-in. Try again; if that does not help, ask its administrator.
oidc-stale = This sign-in took too long, or was not begun in this browser. Sign in again.
oidc-token-refused = What { $company } said of you cannot be trusted (signature, audience or time do not fit); you are not signed in. Try again; if that does not help, have an engineer check configuration and clocks.
oidc-no-account = { $company } knows you, but the desk has no account of yours. Ask the desk's administrator for one.
oidc-no-role = The role or the districts that { $company } gives you do not allow the desk. Ask its administrator to check them.
oidc-not-linked = The desk has an account of this login that is not linked to you at { $company }. Sign in with the password, or ask an administrator.
oidc-account-closed = Your account at the desk is disabled. Ask an administrator.

## Accounts on the command line

command-people = Accounts of the desk
command-people-add = Make an account; the password is typed at the terminal, or read as one line from standard input
command-people-list = List the accounts
command-people-reset = Set a new first password, lift a lock, end all sessions
command-people-role = Change role and districts
command-people-disable = Disable an account and end its sessions
command-people-enable = Enable an account again and lift its lock
argument-login = The login
argument-role = The role: viewer, officer, supervisor, administrator or auditor
option-person-name = The person's name
option-role = The role: viewer, officer, supervisor, administrator or auditor
option-area = Area code of a district of theirs, may be repeated; none for the whole city
option-generate = Make up the first password, and show it once
option-no-password = No password: they sign in by the provider alone
option-forget-totp = Forget the second factor as well
people-ask-password = First password
people-ask-again = Once more
people-password-missing = No password was read. Type it at a terminal, or give it as one line on standard input.
people-added = Account { $login } ({ $name }) is there. A new password is asked for at the first sign-in.
people-password = First password: { $password }. It is shown this once; hand it over in person, or by another way you trust.
people-reset = { $login } has a new first password, and all their sessions ended. Another one is asked for at the next sign-in.
people-role = { $login } is { $role } now.
people-disabled = { $login } is disabled, and all their sessions ended.
people-enabled = { $login } is enabled again.
people-none = There is no account yet. Make an administrator with liandong people add.
people-everywhere = the whole city
people-state = { $state ->
    [disabled] disabled
    [locked] locked
    [demo] demonstration account
    [first] has to choose a password
   *[open] in order
}
title-people = Accounts
column-login = Login
column-name = Name
column-role = Role
column-districts = Districts
demo-people = Demonstration accounts, all with the password { $password }. They are in this demo's folder alone, everybody knows them, and they are not for real data:
colon = :{" "}
