BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    $env:DOCKER_CONFIG = Join-Path $TestDrive 'docker'
    $env:REGISTRY_AUTH_FILE = Join-Path $TestDrive 'podman.json'
    $null = New-Item -ItemType Directory $env:DOCKER_CONFIG, "$TestDrive/other"
    Set-Content "$env:DOCKER_CONFIG/config.json" @'
{
    "auths": {
        "https://index.docker.io/v1/": { "auth": "eDp5" },
        "111122223333.dkr.ecr.eu-west-1.amazonaws.com": { "auth": "QVdTOnB3LmF3cy5jb20=" },
        "registry.example.com:5000": {}
    },
    "credHelpers": { "public.ecr.aws": "ecr-login", "222222222222.dkr-ecr.us-east-1.on.aws": "ecr-login" },
    "psFormat": "table {{.Names}}"
}
'@
    Set-Content $env:REGISTRY_AUTH_FILE '{"auths":{"https://333333333333.dkr.ecr.us-east-1.amazonaws.com":{"auth":"eDp5"}}}'
    Set-Content "$TestDrive/other/config.json" '{"auths":{"444444444444.dkr.ecr.us-east-1.amazonaws.com":{}}}'
    Set-Content "$TestDrive/111-a-file" ''

    # All that would be offered, names of files too.
    function Get-Completion($Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Completion of registries' {
    BeforeEach {
        Push-Location $TestDrive
    }

    AfterEach {
        Pop-Location
    }

    It 'gives those of the configs of docker and podman for "<_>"' -ForEach @(
        'Get-ECRLoginCommand -RegistryId '
        'Get-ECRLoginCommand '
        'Get-ECRAuthorizationToken -RegistryIds '
        'Connect-ECRRegistry -RegistryId '
        'Connect-ECRRegistry '
        'Disconnect-ECRRegistry -RegistryId '
        'Get-ECRLogin '
        'Test-ECRLogin -RegistryId '
        'Disconnect-ECRRegistry '
    ) {
        Get-Completion $_ | Should -BeExactly @(
            '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
            '222222222222.dkr-ecr.us-east-1.on.aws'
            '333333333333.dkr.ecr.us-east-1.amazonaws.com'
            'public.ecr.aws')
    }

    It 'gives those that start with what is there, and never a file' {
        Get-Completion 'Connect-ECRRegistry 1111' | Should -BeExactly '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
        Get-Completion 'Get-ECRLoginCommand 111-' | Should -BeNullOrEmpty
        Get-Completion 'Connect-ECRRegistry -ServerAddress 111-' | Should -BeNullOrEmpty
    }

    It 'gives other hosts too for -ServerAddress' {
        Get-Completion 'Connect-ECRRegistry -ServerAddress ' | Should -Contain 'registry.example.com:5000'
        Get-Completion 'Disconnect-ECRRegistry -ServerAddress reg' | Should -BeExactly 'registry.example.com:5000'
    }

    It 'looks where -ConfigPath says, <Scenario>' -ForEach @(
        @{ Scenario = 'a folder'; Path = 'other' }
        @{ Scenario = 'a file'; Path = 'other/config.json' }
    ) {
        Get-Completion "Disconnect-ECRRegistry -ConfigPath $Path -RegistryId " | Should -BeExactly '444444444444.dkr.ecr.us-east-1.amazonaws.com'
    }

    It 'gives nothing where there is no config' {
        Get-Completion 'Disconnect-ECRRegistry -ConfigPath nowhere -RegistryId ' | Should -BeNullOrEmpty
    }
}

Describe 'Completion of properties' {
    It 'knows what <Command> gives, before any call' -ForEach @(
        @{ Command = 'Get-ECRLoginCommand'; Property = 'ProxyEndpoint' }
        @{ Command = 'Get-ECRAuthorizationToken'; Property = 'AuthorizationToken' }
        @{ Command = 'Connect-ECRRegistry -PassThru'; Property = 'ConfigPath' }
        @{ Command = 'Get-ECRLogin'; Property = 'Status' }
    ) {
        Use-EcrSetting
        Get-Completion "($Command)." | Should -Contain $Property
        Get-Completion "$Command | Select-Object -Property $($Property.Substring(0, 3))" | Should -Contain $Property
        Get-EcrCall | Should -BeNullOrEmpty
    }
}
