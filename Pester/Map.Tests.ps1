BeforeDiscovery {
    # Windows PowerShell has no validator of schemas.
    $script:validators = @(Get-Command Test-Json -ErrorAction Ignore | Where-Object { $_.Parameters.ContainsKey('SchemaFile') } | ForEach-Object Name)
    $data = Join-Path $PSScriptRoot '../tests/engine/map'
    $script:faults = foreach ($row in Get-Content (Join-Path $data 'faults.json') -Raw | ConvertFrom-Json) {
        @{ Map = $row.map; Words = $row.words; Seen = $row.schema }
    }
    $script:maps = foreach ($map in Get-Content (Join-Path $data 'maps.json') -Raw | ConvertFrom-Json) { @{ Map = $map } }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    $script:keys = @{
        $accessKey             = @{ secret = $secretKey }
        'AKIAPRODEXAMPLE00000' = @{ secret = 'mapped' }
        'AKIAHUBEXAMPLE000000' = @{ secret = 'mapped' }
    }
    $script:one = Get-HostName 111111111111 'eu-west-1'

    # Writes a map that nobody else may write, with a line for each hashtable.
    function Use-Map([hashtable[]] $Lines) {
        $folder = Join-Path $TestDrive '.ecrlogin'
        $null = New-Item -ItemType Directory -Force $folder
        $script:map = Join-Path $folder 'registries.json'
        $json = @($Lines | ForEach-Object { '    ' + (ConvertTo-Json $_ -Compress) }) -join ",`n"
        [IO.File]::WriteAllText($map, "{ `"version`": 1, `"registries`": [`n$json`n] }")
        if ([IO.Path]::DirectorySeparatorChar -eq '/') {
            chmod 755 $folder
            chmod 644 $map
        }
    }

    # Who signed the calls for tokens, each as KEY REGION.
    function Get-SignerOfEach { Get-EcrCall | Where-Object service -EQ 'ecr' | ForEach-Object { "$($_.access_key) $($_.region)" } }

    $null = New-Item -ItemType Directory (Join-Path $TestDrive '.aws')
    [IO.File]::WriteAllText((Join-Path $TestDrive '.aws/credentials'), (@(
            '[prod]', 'aws_access_key_id = AKIAPRODEXAMPLE00000', 'aws_secret_access_key = mapped'
            '[hub]', 'aws_access_key_id = AKIAHUBEXAMPLE000000', 'aws_secret_access_key = mapped'
        ) -join "`n"))
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The map' {
    BeforeEach {
        Use-EcrSetting @{ keys = $keys }
        Use-Client
        Use-Map @(
            @{ match = '111111111111.dkr.ecr.*.amazonaws.com'; profile = 'prod' }
            @{ match = 'registry.example.com'; account = '222222222222'; region = 'ap-south-1'; profile = 'hub' }
        )
    }

    It 'says who asks for each registry that is named' {
        $tokens = Get-ECRLoginCommand -RegistryId $one, 'registry.example.com/app:1'
        $tokens.ProxyEndpoint | Should -BeExactly "https://$one", "https://$(Get-HostName 222222222222 'ap-south-1')"
        Get-SignerOfEach | Sort-Object | Should -BeExactly 'AKIAHUBEXAMPLE000000 ap-south-1', 'AKIAPRODEXAMPLE00000 eu-west-1'
    }

    It 'is not looked at where no registry is named' {
        $null = Get-ECRLoginCommand
        Get-SignerOfEach | Should -BeExactly "$accessKey us-east-1"
    }

    It 'goes before <Scenario>' -ForEach @(
        @{ Scenario = 'keys of the environment'; Stored = { $null } }
        @{ Scenario = 'keys in $StoredAWSCredentials'; Stored = { @{ AccessKey = $accessKey; SecretKey = $secretKey } } }
        @{ Scenario = 'a profile in $StoredAWSCredentials'; Stored = { 'hub' } }
    ) {
        $StoredAWSCredentials = & $Stored
        $null = Get-ECRLoginCommand -RegistryId $one
        Get-SignerOfEach | Should -BeExactly 'AKIAPRODEXAMPLE00000 eu-west-1'
    }

    It 'goes behind <Scenario>' -ForEach @(
        @{ Scenario = '-AccessKey and -SecretKey'; Key = 'AKIAIOSFODNN7EXAMPLE'; Given = { @{ AccessKey = $accessKey; SecretKey = $secretKey } } }
        @{ Scenario = '-ProfileName'; Key = 'AKIAHUBEXAMPLE000000'; Given = { @{ ProfileName = 'hub' } } }
        @{ Scenario = '-Credential'; Key = 'AKIAIOSFODNN7EXAMPLE'; Given = { @{ Credential = @{ AccessKey = $accessKey; SecretKey = $secretKey } } } }
    ) {
        $parameters = & $Given
        $null = Get-ECRLoginCommand -RegistryId $one @parameters
        Get-SignerOfEach | Should -BeExactly "$Key eu-west-1"
    }

    It 'goes before $StoredAWSRegion and behind -Region' {
        $StoredAWSRegion = 'eu-west-3'
        $null = Get-ECRLoginCommand -RegistryId registry.example.com
        $null = Get-ECRLoginCommand -RegistryId registry.example.com -Region sa-east-1
        Get-SignerOfEach | Should -BeExactly 'AKIAHUBEXAMPLE000000 ap-south-1', 'AKIAHUBEXAMPLE000000 sa-east-1'
    }

    It 'is told with -Verbose' {
        $record = Get-Record { Get-ECRLoginCommand -RegistryId $one -Verbose }
        "$($record.Verbose)".Contains("Map: $map, line 2, for ${one}: profile 'prod'") | Should -BeTrue
    }

    It 'names its line in the objects of -PassThru' {
        $logins = Connect-ECRRegistry -RegistryId $one, 'registry.example.com', (Get-HostName 333333333333) -PassThru
        $logins.Registry | Should -BeExactly $one, 'registry.example.com', (Get-HostName 333333333333)
        $logins.MapLine | Should -BeExactly "$map, line 2", "$map, line 3", $null
        (Get-ClientRun $client).Host | Should -BeExactly $logins.Registry
        (Get-ClientRun $client)[1].Text | Should -BeExactly 'password-for-222222222222'
    }

    It 'takes a host of the map by position, and logs out of it by what -PassThru gave' {
        $login = Connect-ECRRegistry registry.example.com -PassThru
        $login.Registry | Should -BeExactly 'registry.example.com'
        ($login | Disconnect-ECRRegistry -PassThru).Status | Should -BeExactly 'Removed'
    }

    It 'finds an account in the Region of its host' {
        Use-Map @(@{ match = "$(Get-HostName 111111111111 'us-west-2')"; profile = 'prod' })
        $region = $env:AWS_REGION
        try {
            $env:AWS_REGION = $null
            (Connect-ECRRegistry -RegistryId 111111111111 -PassThru).Registry | Should -BeExactly (Get-HostName 111111111111 'us-west-2')
            (Disconnect-ECRRegistry -RegistryId 111111111111 -PassThru).Status | Should -BeExactly 'Removed'
        } finally {
            $env:AWS_REGION = $region
        }
    }

    It 'is told by file, line and key where it is wrong' {
        Use-Map @(@{ match = '*.dkr.ecr.*.amazonaws.com'; profil = 'prod' })
        $record = Get-Record { Get-ECRLoginCommand -RegistryId $one }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidRegistryMap'
        $record.Thrown.CategoryInfo.Category | Should -Be 'InvalidData'
        "$($record.Thrown)" | Should -BeLike "The map $map, line 2: 'profil' is none of a line's*"
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'does not count where others may write it' -Tag Unix {
        chmod 666 $map
        $record = Get-Record { Connect-ECRRegistry -RegistryId $one }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.UntrustedRegistryMap'
        "$($record.Thrown)$($record.Thrown.ErrorDetails.RecommendedAction)" | Should -BeLike "*$map*chmod go-w*"
        Get-ClientRun $client | Should -BeNullOrEmpty
    }
}

# As editors see it.
Describe 'The schema of the map, by <_>' -ForEach $validators -AllowNullOrEmptyForEach {
    BeforeAll {
        $script:schema = Join-Path $PSScriptRoot '../docs/registries.schema.json'
        # An error where it is not valid, of the text itself too.
        function Test-Map($Map) { [bool] (Test-Json -Json $Map -SchemaFile $schema -ErrorAction SilentlyContinue) }
    }

    It 'takes a map that is right: <Map>' -ForEach $maps {
        Test-Map $Map | Should -BeTrue
    }

    It 'sees what is wrong: <Words>, in <Map>' -ForEach @($faults | Where-Object { $_.Seen }) {
        Test-Map $Map | Should -BeFalse
    }

    It 'takes the map of the documentation, which names it' {
        Test-Map '{ "$schema": "registries.schema.json", "version": 1 }' | Should -BeTrue
    }
}
