BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Hosts.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
    $null = New-Item -ItemType Directory "$TestDrive/.aws"
    $script:device = 'arn:aws:iam::111122223333:mfa/device'

    # A profile whose role wants a code. The engine keeps sessions by role, so each test has one of its own.
    function Use-Role {
        $script:role = "arn:aws:iam::111122223333:role/r$([guid]::NewGuid().ToString('N'))"
        $second = "arn:aws:iam::111122223333:role/s$([guid]::NewGuid().ToString('N'))"
        Set-Content "$TestDrive/.aws/config" @"
[profile user]
aws_access_key_id = $accessKey
aws_secret_access_key = $secretKey
[profile admin]
role_arn = $role
source_profile = user
mfa_serial = $device
[profile twice]
role_arn = $second
source_profile = admin
mfa_serial = $device
"@
        Use-EcrSetting @{
            sts = @{
                any_role = $false
                roles = @{ $role = @{ mfa_required = $true }; $second = @{ mfa_required = $true } }
                mfa_devices = @{ $device = '123456', '012345' }
            }
        }
    }

    function Get-RoleCall { @(Get-EcrCall | Where-Object operation -EQ 'AssumeRole') }

    # Runs a script in a PowerShell of its own with the given arguments and standard input. Fails if it hangs.
    function Invoke-InProcess($Script, $Arguments, $Redirect = $true) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        Set-Content $file "Import-Module '$manifest'`n$Script"
        $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path, "-NoLogo -NoProfile $Arguments -File `"$file`"")
        $start.UseShellExecute = $false
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.RedirectStandardInput = $Redirect
        $process = [Diagnostics.Process]::Start($start)
        $errors = $process.StandardError.ReadToEndAsync()
        $output = $process.StandardOutput.ReadToEndAsync()
        # Standard input stays open: whoever reads it waits.
        $ended = $process.WaitForExit(30000)
        if (-not $ended) { $process.Kill() }
        $ended | Should -BeTrue -Because 'a prompt must not hang'
        [pscustomobject]@{ Output = $output.Result; Errors = $errors.Result; ExitCode = $process.ExitCode }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A one-time code' {
    BeforeEach {
        Use-Role
    }

    It 'is taken from -<_>' -ForEach 'MfaCode', 'TokenCode' {
        $parameters = @{ $_ = '123456' }
        (Get-ECRLoginCommand -ProfileName admin @parameters).Username | Should -BeExactly 'AWS'
        (Get-RoleCall).parameters.TokenCode | Should -BeExactly '123456'
        (Get-RoleCall).parameters.SerialNumber | Should -BeExactly $device
        @(Get-EcrCall)[-1].access_key | Should -BeExactly (Get-RoleCall).issued_access_key
    }

    It 'keeps its zeros when it is written without quotes' {
        $null = Get-ECRLoginCommand -ProfileName admin -MfaCode 012345
        (Get-RoleCall).parameters.TokenCode | Should -BeExactly '012345'
    }

    It 'is needed once for a session' {
        $null = Get-ECRLoginCommand -ProfileName admin -MfaCode 123456
        $null = Get-ECRLoginCommand -ProfileName admin
        $null = Get-ECRLoginCommand -ProfileName admin -Region eu-west-1
        (Get-RoleCall).Count | Should -Be 1
        @(Get-EcrCall | Where-Object service -EQ 'ecr').Count | Should -Be 3
    }

    It 'that is wrong is told, and shown nowhere' {
        $record = Get-Record { Get-ECRLoginCommand -ProfileName admin -MfaCode 654321 -Verbose -Debug }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.MfaCodeInvalid'
        $record.Thrown.CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$($record.Thrown)" | Should -Match '-MfaCode'
        $record.All, $record.Thrown | Format-List * -Force | Out-String | Should -Not -Match '654321'
        $null = Get-ECRLoginCommand -ProfileName admin -MfaCode 123456
    }
}

Describe 'A prompt for it' {
    BeforeEach {
        Use-Role
    }

    It 'names profile and device, and its answer opens the session' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName admin; Get-ECRLoginCommand -ProfileName admin' '123456'
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output.Username | Should -BeExactly 'AWS', 'AWS'
        $run.Asked.Count | Should -Be 1
        $run.Asked[0] | Should -Match "admin.*$device"
        (Get-RoleCall).parameters.TokenCode | Should -BeExactly '123456'
    }

    It 'comes for each role of a chain that wants one' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName twice' '123456', '012345'
        $run.Thrown | Should -BeNullOrEmpty
        $run.Asked.Count | Should -Be 2
        (Get-RoleCall | ForEach-Object { $_.parameters.TokenCode }) | Should -BeExactly '123456', '012345'
    }

    It 'shows a -SkipCertificateCheck warning no second time' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName admin -SkipCertificateCheck 3>&1' '123456'
        @($run.Output | Where-Object { $_ -is [Management.Automation.WarningRecord] }).Count | Should -Be 1
    }

    It 'with a wrong answer ends in the error of a wrong code' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName admin' '654321'
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.MfaCodeInvalid'
        $run.Seen | Should -Not -Match '654321'
    }

    It 'comes again after a mistyped code, and says that it was wrong' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName admin' '654321', '12', '123456'
        $run.Thrown | Should -BeNullOrEmpty
        $run.Output.Username | Should -BeExactly 'AWS'
        $run.Asked.Count | Should -Be 3
        $run.Asked[0] | Should -Not -Match 'wrong'
        $run.Asked[1, 2] | Should -Match "wrong.*$device"
        $run.Seen | Should -Not -Match '654321'
    }

    It 'comes three times at most' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName admin' '654321', '654322', '654323', '123456'
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.MfaCodeInvalid'
        $run.Asked.Count | Should -Be 3
    }

    It 'comes anew for the second role of a chain, after a mistyped code for the first' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName twice' '654321', '123456', '654322', '654323', '012345'
        $run.Thrown | Should -BeNullOrEmpty
        $run.Asked.Count | Should -Be 5
    }

    It 'does not come for a wrong code that was given by -MfaCode' {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName admin -MfaCode 654321' '123456'
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.MfaCodeInvalid'
        $run.Asked.Count | Should -Be 0
    }

    It 'is an error that names -MfaCode when <Scenario>' -ForEach @(
        @{ Scenario = 'the host fails to ask'; Name = 'Scripted'; Answers = @(); Asked = 1 }
        @{ Scenario = 'nothing is answered'; Name = 'Scripted'; Answers = @(''); Asked = 1 }
        @{ Scenario = 'there is no host'; Name = 'Default Host'; Answers = @('123456'); Asked = 0 }
        @{ Scenario = 'the host is that of a job'; Name = 'ServerRemoteHost'; Answers = @('123456'); Asked = 0 }
    ) {
        $run = Invoke-WithHost $Name 'Get-ECRLoginCommand -ProfileName admin' $Answers
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.MfaCodeRequired'
        "$($run.Thrown)" | Should -Match '-MfaCode'
        "$($run.Thrown)" | Should -Match $device
        $run.Asked.Count | Should -Be $Asked
        Get-RoleCall | Should -BeNullOrEmpty
    }

    It 'is never made <Scenario>' -ForEach @(
        @{ Scenario = 'with standard input redirected'; Arguments = ''; Redirect = $true }
        @{ Scenario = 'with -NonInteractive'; Arguments = '-NonInteractive'; Redirect = $false }
    ) {
        $run = Invoke-InProcess 'try { Get-ECRLoginCommand -ProfileName admin } catch { $_.FullyQualifiedErrorId; exit 3 }' -Arguments $Arguments -Redirect $Redirect
        $run.Output | Should -Match 'EcrLogin\.MfaCodeRequired,'
        $run.ExitCode | Should -Be 3
    }

    It 'fails a script that catches nothing' {
        $file = Join-Path $TestDrive 'plain.ps1'
        Set-Content $file "`$ErrorActionPreference = 'Stop'; Import-Module '$manifest'; Get-ECRLoginCommand -ProfileName admin"
        $seen = '' | & (Get-Process -Id $PID).Path -NoProfile -File $file 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 1
        $seen | Should -Match '-MfaCode'
    }

    It 'is never made in <Scenario>' -ForEach @(
        @{ Scenario = 'a job'; Start = { param($block) Start-Job $block -ArgumentList $manifest } }
        @{ Scenario = 'a thread job'; Start = { param($block) Start-ThreadJob $block -ArgumentList $manifest } }
    ) {
        if ($Scenario -match 'thread' -and -not (Get-Command Start-ThreadJob -ErrorAction Ignore)) {
            Set-ItResult -Skipped -Because 'there are no thread jobs'
        }
        $job = & $Start {
            param($manifest)
            Import-Module $manifest
            try { Get-ECRLoginCommand -ProfileName admin } catch { $_.FullyQualifiedErrorId }
        }
        try {
            $null = Wait-Job $job -Timeout 30
            $job.State | Should -Be 'Completed'
            Receive-Job $job | Should -BeLike 'EcrLogin.MfaCodeRequired,*'
        } finally {
            Remove-Job $job -Force
        }
    }
}
