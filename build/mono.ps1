# The Engine folder of the PowerShell half under mono, which stands in for .NET Framework: tests/mono, a part of the task
# test. It is not PowerShell.

# Compiles the program, with what it has in place of kernel32 beside it, and gives its path; nothing where it can't run.
function Build-MonoHost {
    param([string] $Version)

    $missing = @('mono', 'cc' | Select-MissingTool)
    if (-not $missing -and -not (Test-Path -LiteralPath /usr/lib/mono/4.5/System.Core.dll)) { $missing = 'System.Core.dll of mono' }
    if ($missing) {
        Write-Information "The Engine folder is not run under mono: there is no $($missing -join ', ')."
        return
    }
    Invoke-Compiler -Project tests/mono/EngineHost.csproj -Framework net472 -Options "-p:Version=$Version"
    $folder = Join-Path $root 'output/dotnet/mono/bin/Release/net472'
    Invoke-Tool cc '-shared', '-fPIC', '-Wall', '-Wextra', '-Werror', '-O1', '-o', (Join-Path $folder 'libkernel32.so'), (Join-Path $root 'tests/mono/kernel32.c'), '-ldl'
    Join-Path $folder 'EngineHost.exe'
}

# Runs the tests and gives their counts. Without the program they count as one that was skipped; where end-to-end tests are
# required, as one that failed.
function Invoke-MonoTest {
    param([string] $Program, [object] $Built, [string] $LocalEcr, [string] $Scratch)

    if (-not $Program) {
        $required = [int]($env:ECRLOGIN_REQUIRE_E2E -eq '1')
        return @{ Passed = 0; Failed = $required; Skipped = 1 - $required }
    }
    $endpoint = Open-Service -Path $LocalEcr -Pattern '^listening on (http://\S+)' -Scratch $Scratch
    try {
        Measure-TestLine { & mono $Program $Built.Folder $endpoint.Address }
    } finally {
        Close-Service $endpoint
    }
}
