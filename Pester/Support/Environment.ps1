# What every test file stands on: the built module, an environment of its own, and the local endpoint.

. $PSScriptRoot/Waiting.ps1

# Fakes, as the documentation of AWS has them.
$script:accessKey = 'AKIAIOSFODNN7EXAMPLE'
$script:secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

$script:manifest = Join-Path $env:ECRLOGIN_MODULE 'EcrLogin.psd1'
$script:before = $null
$script:service = $null

# An environment without the user's own settings, in a home folder of its own, with the built module imported.
function Enter-TestEnvironment($HomeFolder) {
    $script:before = @{ Variables = [Environment]::GetEnvironmentVariables(); Location = Get-Location }
    foreach ($name in @($before.Variables.Keys) -match '^(AWS_.*|ECRLOGIN_LIBRARY|(HTTP|HTTPS|ALL|NO)_PROXY)$') {
        Use-Variable $name $null
    }
    $env:HOME = $env:USERPROFILE = $HomeFolder
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    Import-Module $manifest
}

# Puts back the environment and the location, and takes the module out.
function Exit-TestEnvironment {
    Close-LocalEcr
    Remove-Module EcrLogin -ErrorAction Ignore
    Set-Location $before.Location
    $now = [Environment]::GetEnvironmentVariables()
    foreach ($name in $now.Keys) {
        if (-not $before.Variables.ContainsKey($name)) { Use-Variable $name $null }
    }
    foreach ($name in $before.Variables.Keys) {
        if ($now[$name] -cne $before.Variables[$name]) {
            Use-Variable $name $before.Variables[$name]
        }
    }
}

# Sets a variable of the environment, or takes it out for $null, which as a string would leave it there, empty.
function Use-Variable($Name, $Value) {
    if ($null -eq $Value) { $Value = [NullString]::Value }
    [Environment]::SetEnvironmentVariable($Name, $Value)
}

# Starts the local endpoint and points the environment at it, with a key it knows.
function Open-LocalEcr($Options) {
    $start = [Diagnostics.ProcessStartInfo]::new($env:ECRLOGIN_LOCAL_ECR, "--parent-stdin $Options")
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $script:service = [Diagnostics.Process]::Start($start)
    $line = $service.StandardOutput.ReadLine()
    if ($line -notmatch '^listening on (http://\S+)$') { throw "local_ecr did not start: $line" }
    $script:endpoint = $Matches[1]
    $env:AWS_ENDPOINT_URL = $endpoint
    $env:AWS_ACCESS_KEY_ID = $accessKey
    $env:AWS_SECRET_ACCESS_KEY = $secretKey
    $env:AWS_REGION = 'us-east-1'
}

function Close-LocalEcr {
    if ($null -eq $service) { return }
    # The end of its input is its sign to end.
    $service.StandardInput.Close()
    if (-not $service.WaitForExit(5000)) { $service.Kill() }
    $service.Dispose()
    $script:service = $null
}

# Gives the endpoint other settings, in place of all it had, and forgets the calls it got.
function Use-EcrSetting([hashtable] $Settings = @{}) {
    $null = Invoke-Control -Method Delete
    $body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Settings -Depth 8))
    $null = Invoke-Control -Method Put -What 'settings' -Body $body
}

# The calls that the endpoint got, oldest first.
function Get-EcrCall {
    foreach ($call in (Invoke-Control -Method Get -What 'calls')) { $call }
}

function Get-EcrConnection {
    Invoke-Control -Method Get -What 'connections'
}

function Invoke-Control($Method, $What, $Body) {
    $request = @{ Method = $Method; Uri = "$endpoint/_control/$What"; UseBasicParsing = $true }
    if ($Body) { $request['Body'] = $Body }
    Invoke-RestMethod @request
}
