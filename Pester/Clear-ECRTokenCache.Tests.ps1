BeforeDiscovery {
    $commands = @(
        @{ Name = 'Get-ECRLoginCommand'; Run = { param($values) Get-ECRLoginCommand @values } }
        @{ Name = 'Get-ECRAuthorizationToken'; Run = { param($values) Get-ECRAuthorizationToken @values } }
        @{ Name = 'Get-ECRLoginPassword'; Run = { param($values) Get-ECRLoginPassword @values } }
    )
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
}

AfterAll {
    Exit-TestEnvironment
}

Describe '-UseCache' {
    BeforeEach {
        Use-EcrSetting
        Clear-ECRTokenCache
    }

    It 'of <Name> asks once' -ForEach $commands {
        $first = & $Run @{ UseCache = $true }
        $second = & $Run @{ UseCache = $true }
        @(Get-EcrCall).Count | Should -Be 1
        (ConvertTo-Json $second) | Should -BeExactly (ConvertTo-Json $first)
    }

    It 'of <Name> is off by default' -ForEach $commands {
        $null = & $Run @{ UseCache = $true }
        $null = & $Run @{}
        $null = & $Run @{ UseCache = $false }
        @(Get-EcrCall).Count | Should -Be 3
    }

    It 'is one for all commands and runspaces' {
        $null = Get-ECRLoginCommand -UseCache
        $null = Get-ECRLoginPassword -UseCache
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$manifest'; (Get-ECRLoginCommand -UseCache).Username").Invoke()
            $shell.HadErrors | Should -BeFalse
        } finally {
            $shell.Dispose()
        }
        @(Get-EcrCall).Count | Should -Be 1
    }

    It 'asks for the ids that are missing, and says so' {
        $null = Get-ECRLoginCommand -RegistryId 111111111111 -UseCache
        $record = Get-Record { Get-ECRLoginCommand -RegistryId 222222222222, 111111111111 -UseCache -Verbose }
        $record.Output.Password | Should -BeExactly 'password-for-222222222222', 'password-for-111111111111'
        @(Get-EcrCall)[1].registry_ids | Should -BeExactly '222222222222'
        "$($record.Verbose)" | Should -Match 'Logins from the cache: 1'
    }

    It 'keeps no login of another identity' {
        $null = Get-ECRLoginCommand -UseCache
        Get-ThrownId { Get-ECRLoginCommand -UseCache -AccessKey AKIAIOSFODNN7EXAMPLE -SecretKey wrong } |
            Should -BeExactly 'EcrLogin.InvalidSignature'
        @(Get-EcrCall).Count | Should -Be 2
    }
}

Describe '$ECRUseCachePreference' {
    BeforeEach {
        Use-EcrSetting
        Clear-ECRTokenCache
    }

    It 'stands for -UseCache' {
        $ECRUseCachePreference = $true
        1..3 | ForEach-Object { $null = Get-ECRLoginCommand }
        @(Get-EcrCall).Count | Should -Be 1
    }

    It 'gives way to -UseCache:$false' {
        $ECRUseCachePreference = $true
        1..2 | ForEach-Object { $null = Get-ECRLoginCommand -UseCache:$false }
        @(Get-EcrCall).Count | Should -Be 2
    }

    It 'changes nothing when it is $false' {
        $ECRUseCachePreference = $false
        1..2 | ForEach-Object { $null = Get-ECRLoginCommand }
        @(Get-EcrCall).Count | Should -Be 2
    }
}

Describe 'Clear-ECRTokenCache' {
    BeforeEach {
        Use-EcrSetting
        Clear-ECRTokenCache
    }

    It 'forgets the logins and says how many' {
        $null = Get-ECRLoginCommand -RegistryId 111111111111, 222222222222 -UseCache
        $record = Get-Record { Clear-ECRTokenCache -Verbose }
        $record.Output | Should -BeNullOrEmpty
        "$($record.Verbose)" | Should -Match 'Forgotten: 2 logins'
        $null = Get-ECRLoginCommand -RegistryId 111111111111 -UseCache
        @(Get-EcrCall).Count | Should -Be 2
    }

    It 'forgets nothing under -WhatIf' {
        $null = Get-ECRLoginCommand -UseCache
        Clear-ECRTokenCache -WhatIf
        $null = Get-ECRLoginCommand -UseCache
        @(Get-EcrCall).Count | Should -Be 1
    }

    It 'is fine with an empty cache' {
        (Get-Record { Clear-ECRTokenCache }).Error | Should -BeNullOrEmpty
    }
}

Describe 'Clear-ECRTokenCache -Helper' {
    BeforeAll {
        $native = Split-Path -Parent (Get-Library)
        $script:helper = (Get-ChildItem $native | Where-Object Name -Like 'docker-credential-ecrlogin*').FullName
        $script:registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
        # Where the helper keeps its logins on each system.
        Use-Variable LOCALAPPDATA "$TestDrive/Local"
        Use-Variable XDG_CACHE_HOME $null
    }

    BeforeEach {
        Use-EcrSetting
        Clear-ECRTokenCache -Helper
        ($registry | & $helper get | ConvertFrom-Json).Secret | Should -BeExactly 'password-for-111122223333'
    }

    It 'forgets what the credential helper keeps, and says how much' {
        $record = Get-Record { Clear-ECRTokenCache -Helper -Verbose }
        $record.Output | Should -BeNullOrEmpty
        "$($record.Verbose)" | Should -Match 'Forgotten of the credential helper: 1 logins'
        & $helper list | Should -BeExactly '{}'
        $null = $registry | & $helper get
        @(Get-EcrCall).Count | Should -Be 2
    }

    It 'is the only way to: without it the helper keeps its logins' {
        "$((Get-Record { Clear-ECRTokenCache -Verbose }).Verbose)" | Should -Not -Match 'helper'
        & $helper list | Should -BeExactly "{`"$registry`":`"AWS`"}"
    }

    It 'forgets nothing under -WhatIf' {
        Clear-ECRTokenCache -Helper -WhatIf
        & $helper list | Should -BeExactly "{`"$registry`":`"AWS`"}"
    }
}
