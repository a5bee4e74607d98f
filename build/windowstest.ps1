# The tests of the task windows: which run there, and what they count.

# Pester tests of what is not there: of Unix, of programs that run on Linux, and of what wine lacks.
$windowsExcludedTag = 'Unix', 'Strace', 'Registry', 'Go', 'Wine'

# The part of the Pester tests of this system that has to run there, in percent.
$windowsShare = 95

# Runs all and adds up; that too few of the Pester tests run is a failure of its own.
function Invoke-WindowsTest {
    param([hashtable[]] $Wine, [hashtable] $Programs, [hashtable] $Variables, [string] $Module)

    $results = New-EmptyFolder (Join-Path $root 'output/windows/results')
    $excluded = $windowsExcludedTag
    if (-not $Variables.ECRLOGIN_MOTO) {
        Write-Information 'The tests against moto are left out: there is no moto_server.'
        $excluded += 'Moto'
    }
    $counts = Get-WindowsPesterCount -Module $Module -Excluded $excluded -Results $results
    $files = $counts.Keys | Where-Object { $counts[$_].There } | Sort-Object
    $runs = @(Get-WindowsRustRun $Programs) + @(Get-WindowsPesterRun $files $Variables $excluded $results)
    $sum = @{ Passed = 0; Failed = 0; Skipped = 0 }
    $skipped = 0
    Invoke-Wine $Wine $runs | ForEach-Object {
        Write-Information "== $($_.Run.Name) ($($_.Seconds) s)"
        $count = if ($_.Run['Result']) { Measure-WindowsPester $_ } else { Measure-WindowsRust $_ }
        if ($count.Failed) { Write-Information "$($_.Run.Name): $($count.Failed) failed." }
        foreach ($kind in 'Passed', 'Failed', 'Skipped') { $sum[$kind] += $count.$kind }
        if ($_.Run['Result']) { $skipped += $count.Skipped }
    }
    $sum.Failed += Test-WindowsShare $counts $skipped
    $sum
}

# Those of the house look at sources, which are the same everywhere; those against registries want clients of Linux.
function Get-WindowsRustRun {
    param([hashtable] $Programs)

    foreach ($test in $Programs.Tests | Where-Object { $_.Name -notin 'house', 'registry' }) {
        @{
            Name = $test.Name; Program = $test.Path; Arguments = @('--test-threads=2'); Begun = '(?m)^running \d+ test'
            Variables = @{ ECRLOGIN_LIBRARY = ConvertTo-WindowsPath $Programs.Library; ECRLOGIN_HELPER = ConvertTo-WindowsPath $Programs.Helper }
        }
    }
}

# Each file has a process of its own: a function that wine lacks ends it.
function Get-WindowsPesterRun {
    param([string[]] $Files, [hashtable] $Variables, [string[]] $Excluded, [string] $Results)

    $pester = ConvertTo-WindowsPath (Get-GalleryModule Pester)
    $runner = ConvertTo-WindowsPath (Join-Path $root 'build/pester.ps1')
    foreach ($file in $Files) {
        $result = Join-Path $Results "$file.json"
        @{
            Name = $file; Program = 'C:\pwsh\pwsh.exe'; Variables = $Variables; Begun = 'Running tests from'; Result = $result
            Arguments = @(
                '-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $runner
                '-PesterPath', $pester
                '-TestPath', (ConvertTo-WindowsPath (Join-Path $root "Pester/$file"))
                '-ResultPath', (ConvertTo-WindowsPath $result)
                '-ExcludeTag', ($Excluded -join ',')
            )
        }
    }
}

function Measure-WindowsRust {
    param([object] $Ended)

    Measure-TestLine {
        $Ended.Text -split "`n"
        $global:LASTEXITCODE = $Ended.ExitCode
    }
}

function Measure-WindowsPester {
    param([object] $Ended)

    Write-Information $Ended.Text
    if (Test-Path -LiteralPath $Ended.Run.Result) { return Get-Content -LiteralPath $Ended.Run.Result -Raw | ConvertFrom-Json }
    Write-Information "$($Ended.Run.Name) ended without a result."
    @{ Passed = 0; Failed = 1; Skipped = 0 }
}

# How many Pester tests each file has: Here for this system, There for wine, and Both.
function Get-WindowsPesterCount {
    param([string] $Module, [string[]] $Excluded, [string] $Results)

    $result = Join-Path $Results 'count.json'
    $arguments = @(
        '-PesterPath', (Get-GalleryModule Pester)
        '-TestPath', (Join-Path $root 'Pester')
        '-ResultPath', $result
        '-NotHere', 'Windows'
        '-NotThere', ($Excluded -join ',')
    )
    $null = Invoke-WithEnvironment @{ ECRLOGIN_MODULE = $Module } { Invoke-ChildScript (Join-Path $root 'build/pestercount.ps1') $arguments }
    Get-Content -LiteralPath $result -Raw | ConvertFrom-Json -AsHashtable
}

# Says how many of the Pester tests of this system ran there, and gives 1 where they are too few, else 0.
function Test-WindowsShare {
    param([Collections.IDictionary] $Counts, [int] $Skipped)

    $here = ($Counts.Values.Here | Measure-Object -Sum).Sum
    $both = ($Counts.Values.Both | Measure-Object -Sum).Sum - $Skipped
    $share = [Math]::Floor(1000 * $both / $here) / 10
    Write-Information "Of the $here Pester tests that run on this system $both ran under wine: $share %."
    [int] ($share -lt $windowsShare)
}
