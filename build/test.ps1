# The task test: the Rust tests, the Engine folder under mono, then the Pester tests of the built module.

function Invoke-TestTask {
    param([object] $Built)

    # Compiled before the environment is emptied: downloads may need a proxy.
    Invoke-Tool cargo 'test', '--locked', '--workspace', '--no-run' | Out-Host
    $localEcr = Get-LocalEcr $Built
    $monoHost = Build-MonoHost $Built.Version
    $go = Build-GoProgram $Built.Target

    $scratch = New-ScratchFolder
    try {
        $package = Join-Path $scratch 'package'
        $null = New-Package $Built $package
        $variables = Get-IsolatedEnvironment $scratch
        $variables['ECRLOGIN_LOCAL_ECR'] = $localEcr
        # The stand-ins of clients and stores, which the Rust tests are compiled with.
        $variables['ECRLOGIN_CLIENTS'] = Split-Path -Parent $localEcr
        $variables['ECRLOGIN_MOTO'] = Get-MotoServer
        $variables['PATH'] = Get-PathWithClient
        $natives = @{ ECRLOGIN_LIBRARY = $Built.Library; ECRLOGIN_HELPER = $Built.Helper; ECRLOGIN_GO = $go }
        $rust = Invoke-WithEnvironment ($variables + $natives) { Invoke-CargoTest }
        $mono = Invoke-WithEnvironment $variables { Invoke-MonoTest -Program $monoHost -Built $Built -LocalEcr $localEcr -Scratch $scratch }
        $variables['ECRLOGIN_GO'] = $go
        $variables['ECRLOGIN_MODULE'] = $Built.Folder
        $variables['ECRLOGIN_PACKAGE'] = $package
        $pester = Invoke-WithEnvironment $variables { Invoke-PesterTest $scratch }
    } finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }

    $passed = $rust.Passed + $mono.Passed + $pester.Passed
    $failed = $rust.Failed + $mono.Failed + $pester.Failed
    $skipped = $rust.Skipped + $mono.Skipped + $pester.Skipped
    Write-Information "total: $passed passed, $failed failed, $skipped skipped"
    if ($failed) { exit 1 }
}

# Compiles the programs that stand on docker's and Kubernetes' own code, where there is a Go compiler. Gives their folder.
function Build-GoProgram {
    param([string] $TargetFolder)

    if (-not (Find-Tool go)) { return }
    $folder = Join-Path $TargetFolder 'go'
    $null = New-Item -ItemType Directory -Force -Path $folder
    Push-Location -LiteralPath (Join-Path $root 'tests/go')
    try {
        Invoke-Tool go 'build', '-mod=readonly', '-buildvcs=false', '-o', $folder, './...' | Out-Host
    } finally {
        Pop-Location
    }
    $folder
}

# PATH with the clients that build/go-programs.sh has compiled before all else.
function Get-PathWithClient {
    (Join-Path $root 'output/tools/go'), $env:PATH -join [IO.Path]::PathSeparator
}

function Get-MotoServer {
    foreach ($candidate in 'bin/moto_server', 'Scripts/moto_server.exe') {
        $path = Join-Path $root "output/venv/$candidate"
        if (Test-Path -LiteralPath $path) { return $path }
    }
    Find-Tool moto_server
}

function Invoke-CargoTest {
    Measure-TestLine { & cargo test --locked --workspace --no-fail-fast }
}

# Runs test programs and adds up the line in which each gives its result.
function Measure-TestLine {
    param([scriptblock] $Run)

    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    & $Run | ForEach-Object {
        Write-Information $_
        if ($_ -match '^test result: .*?(\d+) passed; (\d+) failed; (\d+) ignored') {
            $sum.Passed += [int] $Matches[1]
            $sum.Failed += [int] $Matches[2]
            $sum.Skipped += [int] $Matches[3]
        }
    }
    if ($LASTEXITCODE -ne 0 -and $sum.Failed -eq 0) { $sum.Failed = 1 }
    $sum
}

function Invoke-PesterTest {
    param([string] $Scratch, [string] $Path = 'Pester')

    $result = Join-Path $Scratch 'pester.json'
    Remove-Item -LiteralPath $result -ErrorAction Ignore
    $arguments = @(
        '-PesterPath', (Get-GalleryModule Pester)
        '-TestPath', (Join-Path $root $Path)
        '-ResultPath', $result
        '-ExcludeTag', ((Get-ExcludedTag) -join ',')
    )
    $null = Invoke-ChildScript (Join-Path $root 'build/pester.ps1') $arguments
    if (-not (Test-Path -LiteralPath $result)) {
        Write-Information 'Pester ended without a result.'
        return @{ Passed = 0; Failed = 1; Skipped = 0 }
    }
    Get-Content -LiteralPath $result -Raw | ConvertFrom-Json
}

# What can't run here. End-to-end tests that are required are never left out: without their tool they fail; helm takes
# long to compile, and is required by the task deep alone.
function Get-ExcludedTag {
    if (Test-WindowsSystem) { 'Unix' } else { 'Windows' }
    $clients = if ($env:ECRLOGIN_REQUIRE_E2E -eq '1') { 'helm' } else { 'oras', 'crane', 'helm' }
    foreach ($client in $clients | Select-MissingTool) {
        Write-Information "The test of $client's own logins is left out: there is no $client."
        $client
    }
    if ($env:ECRLOGIN_REQUIRE_E2E -eq '1') { return }

    if (-not (Find-Tool strace)) {
        Write-Information 'The test that watches the arguments of programs is left out: there is no strace.'
        'Strace'
    }
    if (-not (Test-WindowsSystem) -and (-not (Find-Tool ssh) -or -not ((Find-Tool sshd) -or (Test-Path /usr/sbin/sshd)))) {
        Write-Information 'The tests of other machines are left out: there is no OpenSSH, client and server.'
        'Sshd'
    }
    if (-not $env:ECRLOGIN_GO) {
        Write-Information "The tests by Kubernetes' own code are left out: there is no go."
        'Go'
    }
    if (-not (Find-Tool kubectl)) {
        Write-Information 'The test that applies pull secrets is left out: there is no kubectl.'
        'Kubectl'
    }
    if (-not $env:ECRLOGIN_MOTO) {
        Write-Information 'The tests against moto are left out: there is no moto_server (CONTRIBUTING.md says how to get it).'
        'Moto'
    }
    $missing = Get-MissingRegistryTool
    if ($missing) {
        Write-Information "The tests against a docker registry are left out: there is no $($missing -join ', ')."
        'Registry'
    }
    if (-not (Find-Tool podman)) {
        Write-Information 'The test of podman on another machine is left out: there is no podman.'
        'Podman'
    }
}
