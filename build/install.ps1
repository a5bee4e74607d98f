# Installs the module from a folder with its .nupkg, as from a gallery, for the user whose home this is, and writes where
# it is then found into a file. No network is asked.
[CmdletBinding()]
param(
    [string] $Gallery,
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
'Installing EcrLogin.'
Register-PSResourceRepository -Name Packed -Uri $Gallery -Trusted
Install-PSResource -Name EcrLogin -Repository Packed -Scope CurrentUser -Quiet
$found = @(Get-Module -ListAvailable -Name EcrLogin)
if ($found.Count -ne 1) { throw "EcrLogin is there $($found.Count) times." }
[IO.File]::WriteAllText($ResultPath, $found[0].ModuleBase)
