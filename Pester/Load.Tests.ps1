BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    # The engine is bound in this session too, which counts the open calls.
    $null = Get-ECRLoginCommand
    $script:random = [Random]::new(7)

    function Get-Account($Worker, $Call) { '{0:d4}{1:d8}' -f $Worker, $Call }

    # A runspace that makes one call after the other.
    function Open-Worker($Number) {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('Import-Module $args[0]').AddArgument($manifest).Invoke()
        $shell.Dispose()
        @{ Number = $Number; Runspace = $runspace; Calls = 0; Shell = $null; Running = $null; Stopping = $null }
    }

    # Every second call has no answer before it is stopped. Of the others some are stopped too, as they start or in between.
    function Open-Call($Worker, [switch] $Undisturbed) {
        $Worker.IsLost = $Worker.Calls % 2 -eq 1
        $Worker.Account = Get-Account $Worker.Number $Worker.Calls
        $Worker.Calls++
        $Worker.Shell = [powershell]::Create()
        $Worker.Shell.Runspace = $Worker.Runspace
        $null = $Worker.Shell.AddCommand('Get-ECRLoginCommand').AddParameter('RegistryId', $Worker.Account)
        $Worker.Watch = [Diagnostics.Stopwatch]::StartNew()
        $Worker.StopAfter = if ($Worker.IsLost) { $random.Next(100) } else { $random.Next(1000) }
        $Worker.Running = $Worker.Shell.BeginInvoke()
        if (-not $Undisturbed -and $random.Next(10) -eq 0) { $Worker.Stopping = $Worker.Shell.BeginStop($null, $null) }
    }

    # What came of a call: Right, Stopped, or what is wrong.
    function Complete-Call($Worker) {
        try {
            $output = @($Worker.Shell.EndInvoke($Worker.Running))
            if ($Worker.Shell.Streams.Error.Count -gt 0) { return "$($Worker.Account): $($Worker.Shell.Streams.Error)" }
            if ($Worker.IsLost) { return "$($Worker.Account): has an answer" }
            if ($output.Count -ne 1 -or $output[0].Password -cne "password-for-$($Worker.Account)") { return "$($Worker.Account): $output" }
            'Right'
        } catch {
            if ($Worker.Shell.InvocationStateInfo.State -ne 'Stopped') { return "$($Worker.Account): $_" }
            'Stopped'
        } finally {
            if ($Worker.Stopping) { $Worker.Shell.EndStop($Worker.Stopping) }
            $Worker.Shell.Dispose()
            $Worker.Shell = $Worker.Stopping = $null
        }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Sixteen runspaces that make a hundred calls each, half of which are stopped at some time' {
    BeforeAll {
        $calls = 100
        $lost = foreach ($worker in 1..16) { for ($call = 1; $call -lt $calls; $call += 2) { Get-Account $worker $call } }
        Use-EcrSetting @{ fault = @{ kind = 'hang' }; only_ids = @($lost) }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $script:workers = 1..16 | ForEach-Object { Open-Worker $_ }
        $script:results = @{}
        $script:running = @($workers)
        foreach ($worker in $workers) { Open-Call $worker }
        while ($running.Count -gt 0 -and $watch.Elapsed.TotalSeconds -lt 120) {
            foreach ($worker in $running) {
                if ($worker.Running.IsCompleted -and (-not $worker.Stopping -or $worker.Stopping.IsCompleted)) {
                    $results[(Complete-Call $worker)]++
                    if ($worker.Calls -lt $calls) { Open-Call $worker }
                } elseif (-not $worker.Stopping -and $worker.Watch.ElapsedMilliseconds -ge $worker.StopAfter) {
                    $worker.Stopping = $worker.Shell.BeginStop($null, $null)
                }
            }
            $running = @($workers | Where-Object Shell)
            Start-Sleep -Milliseconds 1
        }
    }

    AfterAll {
        foreach ($worker in $workers) { $worker.Runspace.Dispose() }
    }

    It 'ends' {
        $running | Should -BeNullOrEmpty
        ($results.Values | Measure-Object -Sum).Sum | Should -Be 1600
    }

    It 'gives every call that was not stopped the answer to its own question' {
        $results.Keys | Should -BeIn 'Right', 'Stopped'
        $results.Right | Should -BeGreaterThan 400
        $results.Stopped | Should -BeGreaterOrEqual 800
    }

    It 'leaves no call open, and every runspace able to make another' {
        Get-OpenCallCount | Should -Be 0
        Use-EcrSetting
        foreach ($worker in $workers) {
            $worker.Calls = 0
            Open-Call $worker -Undisturbed
            Complete-Call $worker | Should -BeExactly 'Right'
        }
    }
}
