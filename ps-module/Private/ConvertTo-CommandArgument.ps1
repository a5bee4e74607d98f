# A value as one argument of a command line that PowerShell parses; nothing if it cannot be one in every PowerShell.
function ConvertTo-CommandArgument($Value) {
    if ($Value -cmatch "\A$script:PlainWord\z") { return $Value }
    if ($Value -eq '' -or $Value -ceq '--%' -or $Value -match '["\\\p{Cc}]') { return }
    "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Value) + "'"
}
