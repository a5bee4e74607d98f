BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    $script:registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com'
    $script:config = Join-Path $TestDrive 'docker/config.json'

    # A config of docker with a login under each of some keys, and what else is the user's.
    function Write-Login($Keys) {
        $auths = @{ 'https://index.docker.io/v1/' = @{ auth = 'eDp5' } }
        foreach ($key in $Keys) { $auths[$key] = @{ auth = 'QVdTOng=' } }
        $null = New-Item -ItemType Directory (Split-Path $config) -Force
        Set-Content $config (ConvertTo-Json @{ auths = $auths; psFormat = 'table' })
    }

    function Get-LoginKey { @((Get-Content $config -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name | Where-Object { $_ -notlike '*docker.io*' }) }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Disconnect-ECRRegistry' {
    BeforeEach {
        Use-EcrSetting
        $env:DOCKER_CONFIG = Split-Path $config
        Write-Login $registry, "https://$registry", "http://$registry", '222222222222.dkr.ecr.us-east-1.amazonaws.com'
    }

    AfterEach {
        Get-EcrCall | Should -BeNullOrEmpty
        # What is not ours stays.
        $kept = Get-Content $config -Raw | ConvertFrom-Json
        $kept.psFormat | Should -BeExactly 'table'
        $kept.auths.'https://index.docker.io/v1/'.auth | Should -BeExactly 'eDp5'
    }

    It 'takes out every key of <Scenario>' -ForEach @(
        @{ Scenario = 'an account by position'; Value = '111122223333' }
        @{ Scenario = 'a number'; Value = 111122223333 }
        @{ Scenario = 'a host'; Value = '111122223333.dkr.ecr.us-east-1.amazonaws.com' }
        @{ Scenario = 'an image'; Value = '111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1' }
        @{ Scenario = 'an object with ProxyEndpoint'; Value = [pscustomobject]@{ ProxyEndpoint = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com' } }
        @{ Scenario = 'an object of -PassThru'; Value = [pscustomobject]@{ PSTypeName = 'EcrLogin.Registry'; Registry = '111122223333.dkr.ecr.us-east-1.amazonaws.com' } }
    ) {
        Disconnect-ECRRegistry $Value -Tool docker
        Get-LoginKey | Should -BeExactly '222222222222.dkr.ecr.us-east-1.amazonaws.com'
        Write-Login $registry
        $Value | Disconnect-ECRRegistry -Tool docker
        Get-LoginKey | Should -BeNullOrEmpty
    }

    It 'logs out the client that each piped object names' {
        $pod = Join-Path $TestDrive 'podman.json'
        Set-Content $pod (ConvertTo-Json @{ auths = @{ $registry = @{ auth = 'QVdTOng=' } } })
        $env:REGISTRY_AUTH_FILE = $pod
        $done = 'podman', 'docker' | ForEach-Object { [pscustomobject]@{ Registry = $registry; Tool = $_ } } | Disconnect-ECRRegistry -PassThru
        $env:REGISTRY_AUTH_FILE = $null
        $done.Tool | Should -BeExactly 'podman', 'docker'
        $done.Status | Should -BeExactly 'Removed', 'Removed'
    }

    It 'tells with -PassThru whether there was a login' {
        $done = '111122223333', '222222222222', '333333333333' | Disconnect-ECRRegistry -Tool docker -PassThru
        $done.Status | Should -BeExactly 'Removed', 'Removed', 'NotFound'
        $done.Registry[0] | Should -BeExactly $registry
        $done[0].PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.Registry'
        $done[0].ExpiresAt | Should -BeNullOrEmpty
        Get-LoginKey | Should -BeNullOrEmpty
    }

    It 'takes a list by position, of ids, hosts and images' {
        $image = "$registry/app:1"
        (Disconnect-ECRRegistry 222222222222, $image -Tool docker -PassThru).Status | Should -BeExactly 'Removed', 'Removed'
        Get-LoginKey | Should -BeNullOrEmpty
    }

    It 'writes a line of information otherwise' {
        $record = Get-Record { Disconnect-ECRRegistry 111122223333, 333333333333 -Tool docker }
        $record.All.Count | Should -Be 2
        $record.Information | ForEach-Object { "$_" } |
            Should -BeExactly "Logout Succeeded: $registry (docker)", 'Not logged in: 333333333333.dkr.ecr.us-east-1.amazonaws.com (docker)'
    }

    It 'takes out an account in each region that is named' {
        Write-Login $registry, '111122223333.dkr.ecr.eu-west-1.amazonaws.com', '111122223333.dkr.ecr.us-west-2.amazonaws.com'
        Disconnect-ECRRegistry 111122223333 -Region eu-west-1, us-west-2 -Tool docker
        Get-LoginKey | Should -BeExactly $registry
    }

    It 'finds the region of an account in $StoredAWSRegion and -ProfileName' {
        Write-Login '111122223333.dkr.ecr.eu-west-1.amazonaws.com', '111122223333.dkr.ecr.us-west-2.amazonaws.com'
        & { $StoredAWSRegion = 'eu-west-1'; Disconnect-ECRRegistry 111122223333 -Tool docker }
        Get-LoginKey | Should -BeExactly '111122223333.dkr.ecr.us-west-2.amazonaws.com'
        $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
        $env:AWS_REGION = $null
        Set-Content $env:AWS_CONFIG_FILE '[profile west]', 'region = us-west-2'
        try { Disconnect-ECRRegistry 111122223333 -ProfileName west -Tool docker } finally {
            $env:AWS_CONFIG_FILE = $null
            $env:AWS_REGION = 'us-east-1'
        }
        Get-LoginKey | Should -BeNullOrEmpty
    }

    It 'takes out the names of -EndpointType, of -ServerAddress and of -Public' {
        Write-Login $registry, '111122223333.dkr-ecr.us-east-1.on.aws', 'registry.example.com:5000', 'public.ecr.aws'
        Disconnect-ECRRegistry 111122223333 -EndpointType All -Tool docker
        Get-LoginKey | Sort-Object | Should -BeExactly 'public.ecr.aws', 'registry.example.com:5000'
        Disconnect-ECRRegistry -ServerAddress registry.example.com:5000 -Tool docker
        Get-LoginKey | Should -BeExactly 'public.ecr.aws'
        Disconnect-ECRRegistry -Public -Tool docker
        Get-LoginKey | Should -BeNullOrEmpty
    }

    It 'looks where -ConfigPath says' {
        $auths = Join-Path $TestDrive 'auth.json'
        Set-Content $auths "{`"auths`":{`"$registry`":{`"auth`":`"QVdTOng=`"}}}"
        Disconnect-ECRRegistry 111122223333 -Tool podman -ConfigPath $auths
        (Get-Content $auths -Raw | ConvertFrom-Json).auths.PSObject.Properties | Should -BeNullOrEmpty
        Get-LoginKey | Should -Contain $registry
    }

    It 'warns once of an id that may lack a digit, with -WhatIf too' {
        foreach ($more in @{}, @{ WhatIf = $true }) {
            $warning = (Get-Record { Disconnect-ECRRegistry '11112222333' -Tool docker @more }).Warning
            @($warning).Count | Should -Be 1
            "$warning" | Should -BeLike "'11112222333' has less than 12 digits*011112222333*"
        }
    }

    It 'does nothing with -WhatIf, and under $WhatIfPreference of a calling script' {
        $script = Join-Path $TestDrive 'whatif.ps1'
        Set-Content $script '$WhatIfPreference = $true; function Get-Inner { Disconnect-ECRRegistry 111122223333 -PassThru }; Get-Inner'
        Disconnect-ECRRegistry 111122223333 -Tool docker -WhatIf -PassThru | Should -BeNullOrEmpty
        & $script | Should -BeNullOrEmpty
        Get-LoginKey | Should -Contain $registry
    }

    It 'does nothing for an empty pipeline' {
        @() | Disconnect-ECRRegistry -Tool docker -PassThru | Should -BeNullOrEmpty
        Get-LoginKey | Should -Contain $registry
    }

    It 'refuses <Scenario>' -ForEach @(
        @{ Scenario = 'to be called for nothing'; Parameters = @{}; Code = 'InvalidParameter'; Says = '*-RegistryId*' }
        @{ Scenario = 'junk'; Parameters = @{ RegistryId = 'docker.io/app' }; Code = 'InvalidRegistryName'; Says = "*'docker.io/app'*" }
        @{ Scenario = 'an object that names no registry'; Parameters = @{ RegistryId = @{ Password = 'hunter2' } }; Code = 'InvalidRegistryIdType'; Says = '*Hashtable*' }
    ) {
        $record = Get-Record { Disconnect-ECRRegistry @Parameters -Tool docker }
        Get-ErrorId $record.Thrown | Should -BeExactly "EcrLogin.$Code"
        "$($record.Thrown)" | Should -BeLike $Says
        Get-LoginKey | Should -Contain $registry
    }
}

Describe 'A config that is no JSON' {
    It 'is left as it is, and told' {
        $env:DOCKER_CONFIG = Split-Path $config
        $null = New-Item -ItemType Directory $env:DOCKER_CONFIG -Force
        Set-Content $config '{"auths":'
        $record = Get-Record { Disconnect-ECRRegistry 111122223333 -Tool docker -ErrorAction Continue }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ClientConfigInvalid'
        $record.Thrown.TargetObject | Should -BeExactly $registry
        Get-Content $config | Should -BeExactly '{"auths":'
    }
}
