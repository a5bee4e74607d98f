BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-Client

    $script:image = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1'
    $script:endpointOfImage = 'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com'
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A host in place of an account id' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'as <_> says the Region' -ForEach @(
        '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
        '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1'
        'https://111122223333.dkr.ecr.eu-west-1.amazonaws.com'
        'HTTPS://111122223333.dkr.ecr.eu-west-1.amazonaws.com/app'
        'oci://111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts/app'
        'docker://111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1'
        'arn:aws:ecr:eu-west-1:111122223333:repository/app'
    ) {
        (Get-ECRLoginCommand $_).ProxyEndpoint | Should -BeExactly $endpointOfImage
        ($_ | Get-ECRAuthorizationToken).ProxyEndpoint | Should -BeExactly $endpointOfImage
        (Get-EcrCall).region | Should -BeExactly 'eu-west-1', 'eu-west-1'
    }

    It 'goes before the id of a piped object, as <Name>' -ForEach @(
        @{ Name = 'RepositoryUri' }
        @{ Name = 'repositoryUri' }
        @{ Name = 'ProxyEndpoint' }
        @{ Name = 'Registry' }
    ) {
        $record = @{ registryId = '222222222222'; $Name = $image }
        ([pscustomobject]$record | Get-ECRLoginCommand).ProxyEndpoint | Should -BeExactly $endpointOfImage
        ([pscustomobject]$record | Get-ECRAuthorizationToken).ProxyEndpoint | Should -BeExactly $endpointOfImage
        ($record | Get-ECRLoginCommand).ProxyEndpoint | Should -BeExactly $endpointOfImage
        $exact = [Collections.Generic.Dictionary[string, object]]::new()
        foreach ($key in $record.Keys) { $exact[$key] = $record[$key] }
        (, $exact | Get-ECRLoginCommand).ProxyEndpoint | Should -BeExactly $endpointOfImage
    }

    It 'is contradicted by another Region <Scenario>, and the error names both' -ForEach @(
        @{ Scenario = 'on the command line'; Piped = @{ RepositoryUri = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app' }; Parameters = @{ Region = 'us-west-2' } }
        @{ Scenario = 'of the same object'; Piped = @{ RepositoryUri = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app'; Region = 'us-west-2' }; Parameters = @{} }
    ) {
        foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Connect-ECRRegistry') {
            $record = Get-Record { [pscustomobject]$Piped | & $command @Parameters }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.RegionMismatch'
            "$($record.Thrown)" | Should -Match 'eu-west-1.*us-west-2'
        }
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is not contradicted by a default, and ids beside it are asked there: <Scenario>' -ForEach @(
        @{ Scenario = '$StoredAWSRegion'; Stored = 'eu-central-1'; Variable = 'us-east-1'; Expected = 'eu-central-1' }
        @{ Scenario = 'AWS_REGION'; Stored = $null; Variable = 'us-west-1'; Expected = 'us-west-1' }
    ) {
        $StoredAWSRegion = $Stored
        $env:AWS_REGION = $Variable
        try {
            ('222222222222', $image | Get-ECRLoginCommand).ProxyEndpoint |
                Should -BeExactly "https://222222222222.dkr.ecr.$Expected.amazonaws.com", $endpointOfImage
        } finally {
            $env:AWS_REGION = 'us-east-1'
        }
        $StoredAWSRegion | Should -Be $Stored
    }

    It 'in a hashtable that says <_> too is an error: PowerShell would not bind it' -ForEach 'Region', 'profileName', 'AccessKey', 'Credential' {
        $table = @{ RegistryId = '222222222222'; $_ = 'x' }
        Get-ThrownId { $table | Get-ECRLoginCommand } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-EcrCall | Should -BeNullOrEmpty
        $table[$_] = ''
        ($table | Get-ECRLoginCommand).ProxyEndpoint | Should -BeExactly 'https://222222222222.dkr.ecr.us-east-1.amazonaws.com'
    }

    It 'of another registry is one error among good ones, which are answered' {
        $record = Get-Record { '', '# mine', '222222222222', 'nginx:latest', $image | Get-ECRLoginCommand }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Output.ProxyEndpoint | Should -BeExactly 'https://222222222222.dkr.ecr.us-east-1.amazonaws.com', $endpointOfImage
        $record.Error.Count | Should -Be 1
        $record.Error[0].TargetObject | Should -BeExactly 'nginx:latest'
        $record.Error[0].CategoryInfo.TargetName | Should -BeExactly 'nginx:latest'
    }

    It 'of other registries alone ends the command' {
        (Get-ThrownId { 'nginx:latest', 'ubuntu' | Get-ECRLoginCommand }) | Should -Match '^EcrLogin\.InvalidRegistry'
        Get-EcrCall | Should -BeNullOrEmpty
    }
}
