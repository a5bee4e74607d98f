# The results as bench/RESULTS.md shows them.
function ConvertTo-Report {
    param([object[]] $Rows, [object[]] $Growth, [string[]] $Missing)

    $culture = [cultureinfo]::InvariantCulture
    $lines = @(
        '# Results'
        ''
        'Made by `./build.ps1 bench` (`./build.sh bench`); [README.md](README.md) says how and what was learned. Medians, with the'
        '10th and the 90th percentile in brackets. All of a row was measured in turn on one machine with one local endpoint, so'
        'the network is left out and the ratios tell more than the times.'
        ''
        Get-Machine
        $Missing | Where-Object { $_ } | ForEach-Object { "- Not measured: $_" }
        ''
        '| what | ours | peer | ratio | goal | runs |'
        '|---|---|---|---|---|---|'
        $Rows | ForEach-Object { "| $($_.What) | $($_.Ours) | $($_.Peer) | $($_.Ratio) | $($_.Goal) | $($_.Runs) |" }
    )
    if ($Growth) {
        $lines += @(
            ''
            '## As work grows'
            ''
            'The engine alone, cold, by the ids of a request and by the requests at once: milliseconds from loading the library to'
            'the last answer, calls to the service (ten ids each), and the peak memory of the process.'
            ''
            '![Milliseconds by ids and callers](growth.svg)'
            ''
            '| ids | at once | ms | calls | MiB |'
            '|---:|---:|---:|---:|---:|'
            $Growth | ForEach-Object {
                "| $($_.Ids.ToString('N0', $culture)) | $($_.Callers) | $(Format-Number $_.Ms) | $($_.Calls.ToString('N0', $culture)) | $(Format-Number $_.MiB) |"
            }
        )
    }
    ($lines -join "`n") + "`n"
}

# What was not there to be measured.
function Get-Missing {
    param([hashtable] $Tools, [string] $Python, [string] $Package, [string] $Fleet, [object] $Sshd)

    if (-not $Tools['Repeat']) { 'whole processes, for which a C compiler on Linux has to be there'; return }
    if (-not $Python) { 'the AWS CLI and boto3, which could not be installed' }
    if (-not $Tools['AmazonHelper']) { "Amazon's credential helper, which could not be compiled" }
    if (-not $Tools['Crane']) { 'crane, which could not be compiled' }
    if (-not $Package) { 'the .nupkg, which was not made before' }
    if (-not ($Fleet -and $Python)) { 'logins by docker, for which docker, docker-registry, htpasswd and the AWS CLI have to be there' }
    if (-not $Sshd) { 'logins on sessions, for which sshd has to be there' }
}

# The machine and the versions that the figures are of.
function Get-Machine {
    $system = [Runtime.InteropServices.RuntimeInformation]
    $model = if (Test-Path -LiteralPath /proc/cpuinfo) {
        ((Select-String -LiteralPath /proc/cpuinfo -Pattern '^model name\s*: (.*)' | Select-Object -First 1).Matches[0].Groups[1].Value).Trim()
    } else {
        $env:PROCESSOR_IDENTIFIER
    }
    "- $([Environment]::ProcessorCount) processors, $model, $($system::OSArchitecture)"
    "- $($system::OSDescription)"
    "- PowerShell $($PSVersionTable.PSVersion) on $($system::FrameworkDescription), EcrLogin $((Get-Module -Name EcrLogin).Version)"
    "- $([DateTime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture))"
}

# Puts the headlines, and the picture, between the marks of the README.
function Edit-Readme {
    param([string] $Path, [object[]] $Rows, [object[]] $Growth)

    $lines = @(
        '| | EcrLogin | peer | ratio | goal |'
        '|---|---|---|---|---|'
        $Rows | Where-Object Headline | ForEach-Object { "| $($_.What) | $($_.Ours) | $($_.Peer) | $($_.Ratio) | $($_.Goal) |" }
        if ($Growth) { ''; '![Milliseconds by the number of registries, for 1, 4, 16 and 64 callers at once](bench/growth.svg)' }
    )
    $text = [IO.File]::ReadAllText($Path)
    $between = "<!-- bench -->`n`n$($lines -join "`n")`n`n<!-- /bench -->"
    [IO.File]::WriteAllText($Path, [regex]::Replace($text, '(?s)<!-- bench -->.*<!-- /bench -->', $between.Replace('$', '$$')))
}
