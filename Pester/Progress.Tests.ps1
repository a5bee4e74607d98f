# The progress bar of work that takes its time, as a host gets it.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Hosts.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $env:AWS_MAX_ATTEMPTS = '1'
    $script:ids = 1..25 | ForEach-Object { '{0:d12}' -f $_ }

    # Makes the answers that hold these ids come byte by byte, which takes seconds.
    function Use-SlowAnswer($Slow) {
        Use-EcrSetting @{ fault = @{ kind = 'drip'; interval_ms = 1 }; only_ids = @($Slow) }
    }

    function Get-Count($Progress) { $Progress.StatusDescription -match ' of ' | Select-Object -Unique }

    function Test-Gone($Progress) {
        @($Progress.RecordType) -ne 'Completed' | Should -Not -BeNullOrEmpty
        $Progress[-1].RecordType | Should -Be 'Completed'
        @($Progress.RecordType -eq 'Completed').Count | Should -Be 1
        @($Progress.ActivityId | Select-Object -Unique).Count | Should -Be 1
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Progress' {
    It 'is none of work that is done within a second' {
        Use-EcrSetting
        $run = Invoke-WithHost 'Scripted' '$arguments.Ids | Get-ECRLoginCommand' @() @{ Ids = $ids }
        $run.Output.Count | Should -Be 25
        $run.Progress | Should -BeNullOrEmpty
    }

    It 'tells how many registries of all are done, moves on, and is gone at the end' {
        Use-SlowAnswer '000000000001', '000000000025'
        $run = Invoke-WithHost 'Scripted' '$arguments.Ids | Get-ECRLoginCommand' @() @{ Ids = $ids }
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output.Count | Should -Be 25
        Test-Gone $run.Progress
        Get-Count $run.Progress | Should -BeExactly '10 of 25 registries', '15 of 25 registries'
        $run.Progress[0].PercentComplete | Should -Be 40
        $run.Progress[0].Activity | Should -BeExactly 'Asking Amazon ECR'
    }

    It 'is of one registry where one is asked for' {
        Use-EcrSetting @{ delay_ms = 1400 }
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand' @()
        Test-Gone $run.Progress
        $run.Progress[0].StatusDescription | Should -BeExactly '1 registry'
    }

    It 'is gone after an error' {
        Use-EcrSetting @{ fault = @{ kind = 'hang' } }
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ReadTimeoutSec 1.4' @()
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.ReadTimeout'
        Test-Gone $run.Progress
    }

    It 'is gone after Stop, which ends the call at once' {
        Use-EcrSetting @{ fault = @{ kind = 'hang' } }
        $scripted = [ScriptedHost.Host]::new('Scripted')
        $runspace = [runspacefactory]::CreateRunspace($scripted)
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            $null = $shell.AddScript('Import-Module $args[0]; $args[1] | Get-ECRLoginCommand').AddArgument($manifest).AddArgument($ids)
            $running = $shell.BeginInvoke()
            Wait-Until { $scripted.Scripted.Progress.Count -gt 0 }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 1
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            Test-Gone $scripted.Scripted.Progress
            Get-OpenCallCount | Should -Be 0
        } finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'is none where $ProgressPreference wants none' {
        Use-EcrSetting @{ delay_ms = 1400 }
        $run = Invoke-WithHost 'Scripted' '$ProgressPreference = "SilentlyContinue"; Get-ECRLoginCommand' @()
        $run.Output.Count | Should -Be 1
        $run.Progress | Should -BeNullOrEmpty
    }
}
