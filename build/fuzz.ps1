# Fuzzing, a part of the task deep: every target of rust/fuzz in turn, under AddressSanitizer, from its seeds and
# findings and from what earlier runs have left in the corpus. It goes on over a finding to the next target.

function Invoke-FuzzTask {
    param([int] $Seconds = 600)

    Initialize-CargoFuzz
    $folder = Join-Path $root 'rust/fuzz'
    # cargo fuzz would change the lock file without a word.
    Invoke-Tool cargo 'fetch', '--quiet', '--locked', '--manifest-path', (Join-Path $folder 'Cargo.toml')
    $options = @(
        "-max_total_time=$Seconds"
        '-max_len=4096'
        '-timeout=20'
        '-rss_limit_mb=1024'
        '-print_final_stats=1'
        # What libFuzzer does for its schedule and its log takes most of the time in a program of this size.
        '-entropic=0'
        '-print_funcs=0'
    )
    # Sanitizers are open to a stable compiler by this variable alone.
    $failed = Invoke-WithEnvironment @{ RUSTC_BOOTSTRAP = '1' } {
        Invoke-Tool cargo 'fuzz', 'build', '--fuzz-dir', $folder | Out-Host
        $targets = Get-ChildItem -LiteralPath (Join-Path $folder 'fuzz_targets') -Filter *.rs
        foreach ($target in $targets) {
            try {
                Invoke-FuzzTarget -Folder $folder -Name $target.BaseName -Options $options | Out-Host
            } catch {
                $target.BaseName
            }
        }
    }
    if ($failed) { throw "Fuzzing has found something in $($failed -join ', '); see rust/fuzz/README.md." }
    Write-Information 'fuzzing: nothing found'
}

# Puts cargo fuzz on this process's PATH.
function Initialize-CargoFuzz {
    if (Find-Tool cargo-fuzz) { return }
    $tools = Join-Path $root 'output/tools'
    $env:PATH = (Join-Path $tools 'bin') + [IO.Path]::PathSeparator + $env:PATH
    if (Find-Tool cargo-fuzz) { return }
    $version = Get-PinnedVersion CargoFuzz
    Write-Information "cargo fuzz is missing: installing $version into $tools"
    Invoke-Tool cargo 'install', '--quiet', '--locked', '--root', $tools, '--version', $version, 'cargo-fuzz'
}

function Invoke-FuzzTarget {
    param([string] $Folder, [string] $Name, [string[]] $Options)

    Write-Information "Fuzzing $Name"
    $corpus = Join-Path $Folder "corpus/$Name"
    $null = New-Item -ItemType Directory -Force -Path $corpus
    foreach ($kind in 'seeds', 'findings') {
        $inputs = Join-Path $Folder "$kind/$Name"
        if (Test-Path -LiteralPath $inputs) {
            Get-ChildItem -LiteralPath $inputs | Copy-Item -Destination $corpus
        }
    }
    $dictionary = Join-Path $Folder "dictionaries/$Name.dict"
    if (Test-Path -LiteralPath $dictionary) { $Options += "-dict=$dictionary" }
    Invoke-Tool cargo (@('fuzz', 'run', '--fuzz-dir', $Folder, $Name, '--') + $Options)
}
