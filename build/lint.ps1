# The task lint: everything that reads the sources and runs none of them.

function Invoke-LintTask {
    $steps = [ordered]@{
        'rustfmt'          = { Invoke-Tool cargo 'fmt', '--all', '--check' }
        'clippy'           = { Invoke-Tool cargo 'clippy', '--workspace', '--all-targets', '--locked', '--', '-D', 'warnings' }
        'rooms'            = { Invoke-Tool cargo 'test', '--locked', '--quiet', '--test', 'house', 'rooms' }
        'C#'               = { Invoke-CompilerCheck }
        'shellcheck'       = { Invoke-ShellCheck }
        'PSScriptAnalyzer' = { Invoke-Analyzer }
    }
    $failed = foreach ($name in $steps.Keys) {
        try {
            & $steps[$name] | Out-Host
        } catch {
            Write-Information "${name}: $_"
            $name
        }
    }
    if ($failed) { throw "lint has failed: $($failed -join ', ')" }
    Write-Information 'lint: nothing found'
}

# Formatting and analyzers are part of every compilation; that for net10.0 knows of null in all that .NET gives.
function Invoke-CompilerCheck {
    if (-not (Initialize-Dotnet)) { return }
    foreach ($framework in 'netstandard2.0', 'net10.0') { Invoke-Compiler -Project $moduleProject -Framework $framework }
}

function Invoke-ShellCheck {
    if (-not (Find-Tool shellcheck)) {
        Write-Information 'shellcheck is not here: the shell scripts were not looked at.'
        return
    }
    $scripts = 'build.sh', 'build/emulate.sh', 'build/go-programs.sh', '.ci/run' | ForEach-Object { (Get-Item (Join-Path $root $_) -Force).FullName }
    Invoke-Tool shellcheck (@('--external-sources') + $scripts)
}

function Invoke-Analyzer {
    try {
        Import-Module -Name (Get-GalleryModule PSScriptAnalyzer)
    } catch {
        Write-Information "PSScriptAnalyzer can't be had here, so the PowerShell scripts were not looked at: $($_.Exception.Message)"
        return
    }
    $settings = Import-PowerShellDataFile -LiteralPath (Join-Path $root 'PSScriptAnalyzerSettings.psd1')
    # Running Command through Invoke-Expression is what the demo shows and the tests try.
    $loose = $settings + @{ ExcludeRules = @('PSAvoidUsingInvokeExpression') }
    # One block of a test file sets what another uses, which the analyzer does not see; and rows of a table are read by position.
    $tests = $settings + @{
        ExcludeRules = @('PSAvoidUsingInvokeExpression', 'PSUseDeclaredVarsMoreThanAssignments', 'PSAvoidUsingPositionalParameters')
    }
    $findings = @(
        foreach ($path in 'build.ps1', 'ps-module/EcrLogin.psd1', 'bench') { Get-Finding $path $settings }
        Get-ChildItem -LiteralPath (Join-Path $root 'build') -Filter *.ps1 |
            ForEach-Object { Get-Finding "build/$($_.Name)" $(if ($_.Name -eq 'card.ps1') { $loose } else { $settings }) }
        Get-Finding 'Pester' $tests
    )
    if ($findings) {
        $findings | ForEach-Object { Write-Information "$($_.ScriptPath):$($_.Line): $($_.RuleName): $($_.Message)" }
        throw "PSScriptAnalyzer has $($findings.Count) findings."
    }
}

function Get-Finding {
    param([string] $Path, [hashtable] $Settings)

    Invoke-ScriptAnalyzer -Path (Join-Path $root $Path) -Recurse -Settings $Settings
}
