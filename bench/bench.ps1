# Measures the built module and the engine against other ways to an ECR login, all with the same local endpoint, and
# writes bench/RESULTS.md, bench/growth.svg and the README's table. Rows of whole processes are measured on Linux.
[CmdletBinding()]
param(
    # The manifest of the built module, and its library.
    [string] $Module,
    [string] $Library,

    [string] $Endpoint,

    # The same over https; its certificate counts with the authorities of TrustFile.
    [string] $TlsEndpoint,
    [string] $TrustFile,

    # A folder with the programs cold and repeat; without it no whole process is measured.
    [string] $Programs,

    # A Python with awscli and boto3.
    [string] $Python,

    # The credential helper, and the folder of the peers that build/go-programs.sh has compiled.
    [string] $Helper,
    [string] $GoPrograms,

    # Registries with a password, for docker to log in to, as build/fleet.ps1 tells of them.
    [string] $Fleet,

    # The package, where it has been made.
    [string] $Package,

    [int] $Runs = 15,

    # Of calls in one PowerShell: as many once more go before them, unmeasured.
    [int] $WarmRuns = 1000
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$accessKey = 'AKIAIOSFODNN7EXAMPLE'
$secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
foreach ($part in 'statistics', 'request', 'shell', 'process', 'peers', 'helper', 'fleet', 'size', 'growth', 'report') {
    . (Join-Path $PSScriptRoot "$part.ps1")
}

$growth = @()
$tools = @{}
$emptyFolder = Join-Path ([IO.Path]::GetTempPath()) "ecrlogin-empty-$PID"
try {
    $empty = New-EmptyModule $emptyFolder
    $rows = @(
        Measure-Import $Module $empty $Runs
        Measure-FirstCall $Module $empty $Endpoint $Runs
        Measure-FirstDisplay $Module $empty $Endpoint $Runs
        Import-Module -Name $Module
        Measure-WarmCall $Endpoint $WarmRuns
        Measure-Pipeline $Endpoint 5
    )
} finally {
    Remove-Item -LiteralPath $emptyFolder -Recurse
}
if ($Programs) {
    $tools = Get-GoPeer $GoPrograms
    $tools += @{
        Cold    = Join-Path $Programs 'cold'
        Repeat  = Join-Path $Programs 'repeat'
        Library = $Library
        Helper  = $Helper
        Module  = Split-Path $Module
    }
    $request = @{
        version = 1; region = 'us-east-1'; access_key = $accessKey; secret_key = $secretKey; endpoint_url = $Endpoint
        env = @{ HOME = $env:HOME; PATH = $env:PATH; AWS_EC2_METADATA_DISABLED = 'true' }
    }
    $file = Join-Path $Programs 'request.json'
    [IO.File]::WriteAllText($file, (ConvertTo-Json $request -Compress))
    $tlsFile = Join-Path $Programs 'request-tls.json'
    $request['endpoint_url'] = $TlsEndpoint
    $request['env']['SSL_CERT_FILE'] = $TrustFile
    [IO.File]::WriteAllText($tlsFile, (ConvertTo-Json $request -Compress))

    $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY, $env:AWS_DEFAULT_REGION = $accessKey, $secretKey, 'us-east-1'
    $env:AWS_ENDPOINT_URL = $Endpoint
    $env:PSModulePath = (Split-Path (Split-Path (Split-Path $Module))) + [IO.Path]::PathSeparator + $env:PSModulePath
    $peers = Get-Peer $Python $Endpoint
    foreach ($name in $peers.Keys -like 'aws*') { $rows += Measure-WholeShell -Tools $tools -Peer $peers[$name] -Runs $Runs }
    $tlsVariables = @{ AWS_ENDPOINT_URL = $TlsEndpoint; AWS_CA_BUNDLE = $TrustFile; SSL_CERT_FILE = $TrustFile; CURL_CA_BUNDLE = $TrustFile }
    $rows += Measure-Engine -Tools $tools -Request $file -TlsRequest $tlsFile -Peers $peers -TlsPeers (Get-Peer $Python $TlsEndpoint) -TlsVariables $tlsVariables -Runs $Runs
    $rows += Measure-Helper -Tools $tools -Scratch $Programs -Request $file -Endpoint $Endpoint -TlsVariables $tlsVariables -Runs $Runs
    $rows += Measure-Size -Tools $tools -Python $Python -Package $Package
    if ($Fleet -and $Python) { $rows += Measure-Fleet -Tools $tools -File $Fleet -Python $Python -Scratch $Programs -Runs $Runs }
    $request['endpoint_url'] = $Endpoint
    $request['env'].Remove('SSL_CERT_FILE')
    $growth = @(Measure-Growth -Tools $tools -Request $request -Scratch $Programs -Runs $Runs)
    [IO.File]::WriteAllText((Join-Path $PSScriptRoot 'growth.svg'), (ConvertTo-GrowthSvg $growth))
}

$sshd = Get-Command -Name sshd, /usr/sbin/sshd -CommandType Application -ErrorAction Ignore
if ($Programs -and $sshd) {
    $rows += & (Join-Path $PSScriptRoot 'sessions.ps1') -Module $Module -Endpoint $Endpoint -Runs $Runs
}

$report = ConvertTo-Report -Rows $rows -Growth $growth -Missing (Get-Missing -Tools $tools -Python $Python -Package $Package -Fleet $Fleet -Sshd $sshd)
[IO.File]::WriteAllText((Join-Path $PSScriptRoot 'RESULTS.md'), $report)
Edit-Readme (Join-Path (Split-Path $PSScriptRoot) 'README.md') $rows $growth
$report
