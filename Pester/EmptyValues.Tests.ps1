# What a variable that is not set, or that is set to nothing, does as the value of each parameter.

BeforeDiscovery {
    $values = @(@{ Value = $null; Said = '$null' }, @{ Value = ''; Said = "''" }, @{ Value = '  '; Said = 'blanks' })

    # Who signs hangs on these, so nothing in them is a mistake.
    $identity = 'AccessKey', 'SecretKey', 'SessionToken', 'Credential', 'ProfileName', 'ProfileLocation'
    $mistakes = foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry') {
        foreach ($name in $identity) {
            foreach ($value in $values) { @{ Command = $command; Parameter = $name; Said = $value.Said; Parameters = @{ $name = $value.Value } } }
        }
    }
    $mistakes += foreach ($value in $values) {
        foreach ($command in 'Disconnect-ECRRegistry', 'Test-ECRLogin') {
            @{ Command = $command; Parameter = 'ProfileName'; Said = $value.Said; Parameters = @{ RegistryId = '111122223333'; ProfileName = $value.Value } }
        }
    }

    # These mean what they mean when they are not there.
    $open = foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword') {
        foreach ($name in 'Region', 'EndpointUrl', 'MfaCode', 'CABundle', 'NetworkCredential') {
            foreach ($value in $values | Select-Object -First 2) { @{ Command = $command; Parameter = $name; Said = $value.Said; Parameters = @{ $name = $value.Value } } }
        }
        @{ Command = $command; Parameter = 'Region'; Said = '@()'; Parameters = @{ Region = @() } }
    }
    $open += foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken') {
        @{ Command = $command; Parameter = 'RegistryId'; Said = '$null'; Parameters = @{ RegistryId = $null } }
        @{ Command = $command; Parameter = 'RegistryId'; Said = '@()'; Parameters = @{ RegistryId = @() } }
    }
    $openForLogin = foreach ($name in 'Region', 'EndpointUrl', 'MfaCode', 'CABundle', 'NetworkCredential', 'ToolPath', 'ConfigPath', 'ServerAddress') {
        foreach ($value in $values | Select-Object -First 2) { @{ Parameter = $name; Said = $value.Said; Parameters = @{ $name = $value.Value } } }
    }
    $openForLogin += @(
        @{ Parameter = 'Region'; Said = '@()'; Parameters = @{ Region = @() } }
        @{ Parameter = 'RegistryId'; Said = '$null'; Parameters = @{ RegistryId = $null } }
        @{ Parameter = 'RegistryId'; Said = '@()'; Parameters = @{ RegistryId = @() } }
    )
}

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

Describe 'A parameter with nothing in it' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'is told, and nobody else signs, for -<Parameter> of <Command>: <Said>' -ForEach $mistakes {
        $record = Get-Record { & $Command @Parameters }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -BeLike "-$Parameter is empty, *Check the variable*"
        $record.Output | Should -BeNullOrEmpty
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is told by the parameter''s name, whatever alias was written: -<_>' -ForEach 'AK', 'AccessKeyId', 'SK', 'SecretAccessKey', 'ST', 'Profile' {
        $parameters = @{ $_ = $null }
        "$((Get-Record { Get-ECRLoginCommand @parameters }).Thrown)" | Should -Match '^-(AccessKey|SecretKey|SessionToken|ProfileName) is empty'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is told where both keys come from variables that are not there' {
        $record = Get-Record { Get-ECRLoginCommand -AccessKey $env:NOT_THERE -SecretKey $env:NOT_THERE }
        "$($record.Thrown)" | Should -BeLike '-AccessKey is empty, *'
    }

    It 'is a SecureString without a letter too' {
        $record = Get-Record { Get-ECRLoginCommand -AccessKey $accessKey -SecretKey ([securestring]::new()) }
        "$($record.Thrown)" | Should -BeLike '-SecretKey is empty, *'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is none for -<Parameter> of <Command>: <Said>' -ForEach $open {
        @(& $Command @Parameters).Count | Should -Be 1
        (Get-EcrCall).region | Should -BeExactly 'us-east-1'
        (Get-EcrCall).access_key | Should -BeExactly $accessKey
        (Get-EcrCall).registry_ids | Should -BeNullOrEmpty
    }

    It 'is no registry: <Command> <Said>' -ForEach @(
        foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Connect-ECRRegistry', 'Disconnect-ECRRegistry') {
            @{ Command = $command; Said = "''"; Value = '' }
            @{ Command = $command; Said = 'a list with an empty text'; Value = @('111122223333', '') }
            @{ Command = $command; Said = 'a list with $null'; Value = @('111122223333', $null) }
        }
    ) {
        Get-ThrownId { & $Command -RegistryId $Value } | Should -BeIn 'EcrLogin.InvalidRegistryId', 'EcrLogin.InvalidRegistryName'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'names nothing to log out of: <_>' -ForEach '$null', '@()' {
        $value = if ($_ -eq '@()') { @() }
        Get-ThrownId { Disconnect-ECRRegistry -RegistryId $value -Tool docker } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }
}

Describe 'A parameter of a login with nothing in it' {
    BeforeEach {
        Use-EcrSetting
        Use-Client
    }

    It 'is none for -<Parameter>: <Said>' -ForEach $openForLogin {
        (Connect-ECRRegistry @Parameters -PassThru).Registry | Should -BeExactly (Get-HostName 111122223333)
        @(Get-ClientRun $client).Count | Should -Be 1
        (Get-EcrCall).access_key | Should -BeExactly $accessKey
    }
}

Describe 'A switch with nothing in it' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'is off: -SkipCertificateCheck of <_>' -ForEach 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword' {
        $off = @{ SkipCertificateCheck = $null }
        $record = Get-Record { & $_ @off }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Warning | Should -BeNullOrEmpty
        (Get-Record { & $_ -SkipCertificateCheck }).Warning | Should -Not -BeNullOrEmpty
    }

    It 'is off for every switch there is' {
        $known = [Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf', 'Confirm'
        $switches = (Get-Command -Module EcrLogin -CommandType Cmdlet).Parameters.Values |
            Where-Object { $_.SwitchParameter -and $_.Name -notin $known }
        @($switches).Count | Should -BeGreaterThan 20
        foreach ($switch in $switches) { $switch.Attributes.TypeId.Name | Should -Contain 'NullIsOffAttribute' }
    }
}
