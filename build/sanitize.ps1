# Sanitizers, a part of the task deep: the Rust tests of the engine and the seeds of the fuzz targets once more, compiled
# with AddressSanitizer, which looks for leaks as well. A test program in which it finds anything fails.

function Invoke-SanitizeTask {
    param([object] $Built)

    $folder = Join-Path $Built.Target 'sanitize'
    $scratch = New-ScratchFolder
    try {
        $variables = Get-IsolatedEnvironment $scratch
        # Sanitizers are open to a stable compiler by this variable alone.
        $variables['RUSTC_BOOTSTRAP'] = '1'
        $variables['RUSTFLAGS'] = '-Zsanitizer=address'
        $variables['CARGO_ENCODED_RUSTFLAGS'] = $null
        $passed = 0
        Invoke-WithEnvironment $variables { Invoke-SanitizedTest $folder } | ForEach-Object { $passed += $_ }
        "$passed tests under AddressSanitizer and LeakSanitizer: no error, no leak"
    } finally {
        Remove-Item -LiteralPath $scratch -Recurse -Force
    }
}

# Gives how many tests of each program have passed. With a target named, build scripts are compiled as always.
function Invoke-SanitizedTest {
    param([string] $TargetFolder)

    $common = '--locked', '--target', (Get-HostTarget), '--target-dir', $TargetFolder
    $runs = @(
        , @('test', '--package', 'ecr_engine', '--package', 'ecr_abi', '--lib')
        , @('test', '--package', 'ecr_login', '--test', 'engine', '--test', 'fuzz_seeds')
    )
    foreach ($run in $runs) {
        Invoke-Tool cargo ($run + $common) | ForEach-Object {
            Write-Information $_
            if ($_ -match '^test result: .*?(\d+) passed') { [int] $Matches[1] }
        }
    }
}
