# A value as one argument of a command line that PowerShell parses; nothing if it cannot be one in every PowerShell.
function ConvertTo-CommandArgument($Value) {
    # Not what starts with a digit: a function in place of a program would be given a number, 7 for 007.
    if ($Value -cmatch '\A[A-Za-z][A-Za-z0-9._:/+=@%-]*\z') { return $Value }
    if ($Value -eq '' -or $Value -ceq '--%' -or $Value -match '["\\\p{Cc}]') { return }
    "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Value) + "'"
}
