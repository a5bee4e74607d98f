# What build.sh does where there is no PowerShell: what it compiles is what build.ps1 compiles, or Cargo would compile twice.

BeforeAll {
    $script:root = Split-Path $PSScriptRoot

    # Runs a line of sh with the functions of build.sh at hand.
    function Invoke-BuildShell($Line) {
        sh -c "cd '$root' && . build/fetch.sh && . build/without-pwsh.sh && $Line"
    }

    foreach ($part in 'common', 'tools', 'library') { . "$root/build/$part.ps1" }
}

Describe 'A build without PowerShell' -Tag Unix {
    It 'hands the compiler the same flags, <Scenario>' -ForEach @(
        @{ Scenario = 'with none of the user''s own'; Own = $null }
        @{ Scenario = 'after the user''s own'; Own = '-Cdebuginfo=1  -Copt-level=1' }
    ) {
        $before = $env:RUSTFLAGS
        Edit-Environment RUSTFLAGS $Own
        try {
            $flags = Invoke-BuildShell 'with_compiler_flags sh -c ''printf %s "$CARGO_ENCODED_RUSTFLAGS"'''
            $flags | Should -BeExactly (Get-CompilerEnvironment).CARGO_ENCODED_RUSTFLAGS
        } finally {
            Edit-Environment RUSTFLAGS $before
        }
    }

    It 'has Cargo compile the same' {
        $words = Invoke-BuildShell 'cargo() { echo "$*"; } && build_library'
        $words | Should -Contain "build --locked --release $($shipped -join ' ')"
    }
}
