# The task deep: what takes too long for every run. It goes on over a part that fails, and ends with a line for each.

function Invoke-DeepTask {
    param([object] $Built)

    foreach ($name in 'cc', 'valgrind') {
        if (-not (Find-Tool $name)) { throw "The deep tests need $name." }
    }
    $parts = [ordered] @{
        'Invoke-ValgrindTask' = @{ Built = $Built }
        'Invoke-FullTest'     = @{ Built = $Built }
        'Invoke-ClientTask'   = @{ Built = $Built }
        'Invoke-SanitizeTask' = @{ Built = $Built }
        'Invoke-FuzzTask'     = @{}
        'Invoke-Arm64'        = @{}
    }
    $failed = @()
    $lines = foreach ($part in $parts.Keys) {
        $name = ($part -replace '^Invoke-|Task$').ToLowerInvariant()
        Write-Information "== $name"
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $arguments = $parts[$part]
        try {
            $found = @(& $part @arguments) -join '; '
            if (-not $found) { $found = 'nothing found' }
        } catch {
            $found = "FAILED: $($_.Exception.Message)"
            $failed += $name
        }
        '{0}: {1} ({2:n0} s)' -f $name, $found, $watch.Elapsed.TotalSeconds
    }
    Write-Information "== deep"
    $lines | ForEach-Object { Write-Information $_ }
    if ($failed) { throw "The deep tests have found something: $($failed -join ', ')." }
}

# The tests through the C ABI with their full numbers; gives the figures that they print.
function Invoke-FullTest {
    param([object] $Built)

    $scratch = New-ScratchFolder
    try {
        $variables = Get-IsolatedEnvironment $scratch
        $variables['ECRLOGIN_LIBRARY'] = $Built.Library
        $variables['ECRLOGIN_DEEP'] = '1'
        Invoke-WithEnvironment $variables {
            Invoke-Tool cargo 'test', '--locked', '--test', 'abi', '--', '--nocapture', 'load::', 'memory::', 'secrets::' | ForEach-Object {
                Write-Information $_
                if ($_ -match '(load|memory|secrets): .*') { $Matches[0] }
            }
        }
    } finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# The clients in Go against a real registry, and Kubernetes' credential provider beside ours. What the Go module proxy has not
# is skipped, with the reason; finch, which runs nerdctl in a machine of its own, is not tried.
function Invoke-ClientTask {
    param([object] $Built)

    $scratch = New-ScratchFolder
    try {
        $said = @(& sh build/go-programs.sh crane oras docker-credential-ecr-login ecr-credential-provider helm nerdctl)
        $said | ForEach-Object { Write-Information $_ }
        $missing = @($said -match ': skipped,')
        $variables = Get-IsolatedEnvironment $scratch
        $variables['ECRLOGIN_HELPER'] = $Built.Helper
        $variables['ECRLOGIN_GO'] = Build-GoProgram $Built.Target
        $variables['PATH'] = Get-PathWithClient
        $variables['ECRLOGIN_REQUIRE_E2E'] = $variables['ECRLOGIN_DEEP'] = '1'
        $found = Invoke-WithEnvironment $variables {
            Measure-TestLine { & cargo test --locked --test registry }
            Measure-TestLine { & cargo test --locked --test helper -- "Kubernetes' provider" }
        }
        $sum = @{}
        foreach ($count in 'Passed', 'Failed', 'Skipped') { $sum[$count] = ($found.ForEach({ $_[$count] }) | Measure-Object -Sum).Sum }
        if ($sum.Failed) { throw "$($sum.Failed) tests of the clients failed" }
        "$($sum.Passed) passed, $($sum.Skipped) skipped"
        $missing
    } finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# The Rust tests on another processor; gives how many there were.
function Invoke-Arm64 {
    $sum = Measure-Arm64
    if ($sum.Failed) { throw "$($sum.Failed) tests have failed on arm64." }
    "$($sum.Passed) passed, $($sum.Skipped) skipped"
}

# Programs of tests/c under valgrind, which fails on memory errors and on definite and indirect leaks.
function Invoke-ValgrindTask {
    param([object] $Built)

    $scratch = New-ScratchFolder
    $endpoint = $null
    try {
        $endpoint = Open-LocalEcr $Built $scratch
        $access = $endpoint.Address, 'AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
        Invoke-Valgrind -Built $Built -Scratch $scratch -Name contract -Arguments $access
        Invoke-Valgrind -Built $Built -Scratch $scratch -Name memory -Arguments ($access + 100, 200)
        'contract.c and 300 calls of memory.c: no error, no leak'
    } finally {
        Close-Service $endpoint
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# A program may fork; its child, where the library's thread is gone, leaves all that thread held. So each process has
# its own log, and that of the program itself has to be empty.
function Invoke-Valgrind {
    param([object] $Built, [string] $Scratch, [string] $Name, [string[]] $Arguments)

    $program = Join-Path $Scratch $Name
    $folder = Split-Path -Parent $Built.Library
    Invoke-Tool cc '-std=c99', '-g', '-O1', '-pthread', '-I', 'rust/include', '-o', $program, "tests/c/$Name.c", '-L', $folder, '-lecr_login', "-Wl,-rpath,$folder"
    Write-Information "tests/c/$Name.c under valgrind:"
    $options = @(
        '--quiet'
        '--leak-check=full'
        '--show-leak-kinds=definite,indirect'
        '--errors-for-leak-kinds=definite,indirect'
        "--log-file=$Scratch/valgrind.%p"
        $program
    )
    $process = Start-Process -FilePath valgrind -ArgumentList ($options + $Arguments) -NoNewWindow -Wait -PassThru
    $found = Get-Content -LiteralPath "$Scratch/valgrind.$($process.Id)"
    if ($found) {
        $found | Out-Host
        throw "valgrind has found errors in $Name.c."
    }
    if ($process.ExitCode -ne 0) { throw "$Name.c ended with exit code $($process.ExitCode)." }
}
