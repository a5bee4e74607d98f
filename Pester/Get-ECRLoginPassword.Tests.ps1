BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Get-ECRLoginPassword' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'gives the password alone' {
        $all = @(Get-ECRLoginPassword)
        $all.Count | Should -Be 1
        $all[0] | Should -BeOfType [string]
        $all[0] | Should -BeExactly 'password-for-111122223333'
        (Get-EcrCall).registry_ids | Should -BeNullOrEmpty
    }

    It 'gives all that follows the first colon' {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = "with:colons and 'quotes' " } } }
        Get-ECRLoginPassword | Should -BeExactly "with:colons and 'quotes' "
    }

    It 'asks the region that is named' {
        $null = Get-ECRLoginPassword -Region eu-west-3
        (Get-EcrCall).region | Should -BeExactly 'eu-west-3'
    }

    It 'gives the password of ECR Public, from us-east-1' {
        Get-ECRLoginPassword -Public -Region eu-west-3 | Should -BeExactly 'password-for-public'
        (Get-EcrCall).service | Should -BeExactly 'ecr-public'
        (Get-EcrCall).region | Should -BeExactly 'us-east-1'
    }

    It 'is refused <Scenario>, which the error does not keep' -ForEach @(
        @{ Scenario = 'text'; Value = 'hunter2' }
        @{ Scenario = 'an object that says no connection'; Value = [pscustomobject]@{ Password = 'hunter2' } }
        @{ Scenario = 'a hashtable'; Value = @{ Region = 'hunter2' } }
        @{ Scenario = 'a number'; Value = 5 }
        @{ Scenario = 'nothing'; Value = $null }
    ) {
        $record = Get-Record { $Value | Get-ECRLoginPassword -ErrorAction Continue; 'went on' }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        $record.Output | Should -BeNullOrEmpty
        $record.Thrown, $record.Thrown.Exception, $record.Thrown.CategoryInfo | Format-List * -Force | Out-String -Width 4096 | Should -Not -Match 'hunter2'
        $record.Thrown.TargetObject | Should -BeNullOrEmpty
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'gives a SecureString with -AsSecureString' {
        $secure = Get-ECRLoginPassword -AsSecureString
        $secure | Should -BeOfType [securestring]
        $secure.IsReadOnly() | Should -BeTrue
        [pscredential]::new('AWS', $secure).GetNetworkCredential().Password | Should -BeExactly 'password-for-111122223333'
    }

    It 'takes no registry, since a token serves them all, and nothing by position' {
        (Get-Command Get-ECRLoginPassword).Parameters.Keys | Should -Not -Contain 'RegistryId'
        Get-ThrownId { Get-ECRLoginPassword us-east-1 } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }

    It 'fails by a terminating error when <Scenario>, whatever the preference' -ForEach @(
        @{ Scenario = 'access is denied'; Code = 'AccessDenied'
            Settings = @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'no' } }
        }
        @{ Scenario = 'the answer is empty'; Code = 'NoAuthorizationData'; Settings = @{ fault = @{ kind = 'empty' } } }
        @{ Scenario = 'there is no token'; Code = 'MissingToken'; Settings = @{ tokens = @{ '111122223333' = @{ omit = @('authorizationToken') } } } }
        @{ Scenario = 'the token is none'; Code = 'InvalidToken'; Settings = @{ tokens = @{ '111122223333' = @{ raw_token = '%%%' } } } }
        @{ Scenario = 'the password is empty'; Code = 'InvalidToken'; Settings = @{ tokens = @{ '111122223333' = @{ password = '' } } } }
    ) {
        Use-EcrSetting $Settings
        $record = Get-Record { Get-ECRLoginPassword -ErrorAction Continue; 'went on' }
        Get-ErrorId $record.Thrown | Should -BeExactly "EcrLogin.$Code"
        $record.Output | Should -BeNullOrEmpty
    }
}

Describe 'A pipe from Get-ECRLoginPassword to a program' {
    BeforeAll {
        # Runs a pipe in a shell of its own, which has the default encoding. Gives what the program was given.
        function Invoke-Pipe($Before) {
            $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
            $client = Add-Client $folder
            Set-Content "$folder/pipe.ps1" "
                Import-Module '$manifest'
                $Before
                Get-ECRLoginPassword | & '$client' login --username AWS --password-stdin host"
            $words = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -File "$folder/pipe.ps1" 2>&1
            [pscustomobject]@{ Run = Get-ClientRun $client; Words = "$words" }
        }
        $script:password = "a'b`"c:d/e+f== g"
    }

    BeforeEach {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = $password } } }
    }

    It 'carries the password and a line feed, without a mark before it' {
        $pipe = Invoke-Pipe
        $pipe.Run.Bytes | Should -Be ([Text.Encoding]::ASCII.GetBytes("$password$([Environment]::NewLine)"))
    }

    It 'carries a mark where $OutputEncoding writes one, and none with what the help advises' {
        $pipe = Invoke-Pipe '$OutputEncoding = [Text.Encoding]::UTF8'
        $pipe.Run.Bytes[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        $pipe = Invoke-Pipe '$OutputEncoding = [Text.UTF8Encoding]::new($false)'
        $pipe.Run.Text | Should -BeExactly "$password$([Environment]::NewLine)"
        Get-Help Get-ECRLoginPassword -Full | Out-String | Should -Match ([regex]::Escape('[Text.UTF8Encoding]::new($false)'))
    }

    It 'carries nothing when the command fails' {
        Use-EcrSetting @{ fault = @{ kind = 'error'; status = 400; code = 'AccessDeniedException'; message = 'no' } }
        $pipe = Invoke-Pipe
        foreach ($run in $pipe.Run) { $run.Bytes.Count | Should -Be 0 }
        $pipe.Words | Should -Match 'AccessDeniedException'
    }
}
