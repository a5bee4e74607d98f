# The lines of the README's picture, each as it is typed and with what it prints. Written to a file, with colours.
[CmdletBinding()]
param(
    [string] $Path
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
[Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'
$PSStyle.OutputRendering = 'Ansi'

$lines = @(
    { Import-Module EcrLogin }
    { Get-ECRLoginCommand -RegistryId 123456789012, 210987654321 }
    { Connect-ECRRegistry -RegistryId 123456789012, 210987654321 -PassThru }
)
$text = foreach ($line in $lines) {
    "PS> $("$line".Trim())"
    & $line | Out-String -Width 100
}
# No byte order mark, on every PowerShell.
[IO.File]::WriteAllText($Path, ($text -join "`n"))
