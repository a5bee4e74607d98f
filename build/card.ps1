# The lines of the card, each shown as it is typed and then run.
[CmdletBinding()]
param(
    # Ends with a docker login to the registry that the endpoint names.
    [switch] $Login
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$InformationPreference = 'Continue'

$lines = @(
    { Import-Module EcrLogin }
    { Get-ECRLoginCommand -RegistryId 123456789012,210987654321 }
    { '123456789012', '210987654321' | Get-ECRLoginCommand | Format-Table Endpoint, ExpiresAt }
    if ($Login) {
        { Invoke-Expression (Get-ECRLoginCommand).Command }
    } else {
        { Get-ECRLoginCommand }
    }
)

foreach ($line in $lines) {
    Write-Information "PS> $("$line".Trim())"
    $global:LASTEXITCODE = 0
    & $line | Out-Host
    if ($LASTEXITCODE -ne 0) { throw 'docker could not log in.' }
}
