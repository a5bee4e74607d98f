BeforeDiscovery {
    # What a record may bring, and what the call that is made for it then has.
    $brought = @(
        @{ Property = 'Region'; Record = @{ Region = 'us-west-2' }; Region = 'us-west-2' }
        @{ Property = 'Region as an object of AWS Tools'; Record = @{ Region = [pscustomobject]@{ SystemName = 'us-west-2' } }; Region = 'us-west-2' }
        @{ Property = 'RegionToCall'; Record = @{ RegionToCall = 'us-west-2' }; Region = 'us-west-2' }
        foreach ($name in 'ProfileName', 'StoredCredentials', 'AWSProfileName', 'Profile') {
            @{ Property = $name; Record = @{ $name = 'work' }; Key = 'AKIAPROFILEEXAMPLE00' }
        }
        foreach ($name in 'ProfileLocation', 'AWSProfilesLocation', 'ProfilesLocation') {
            @{ Property = "ProfileName and $name"; Record = @{ ProfileName = 'work'; $name = 'elsewhere' }; Key = 'AKIAPROFILEEXAMPLE02' }
        }
        @{ Property = 'AccessKey and SecretKey'; Record = @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' }; Key = 'AKIAIOSFODNN8EXAMPLE' }
        @{ Property = 'AccessKeyId, SecretAccessKey and SessionToken'; Record = @{ AccessKeyId = 'ASIAIOSFODNN9EXAMPLE'; SecretAccessKey = 'third'; SessionToken = 'session' }; Key = 'ASIAIOSFODNN9EXAMPLE' }
        @{ Property = 'AK, SK and ST'; Record = @{ AK = 'ASIAIOSFODNN9EXAMPLE'; SK = 'third'; ST = 'session' }; Key = 'ASIAIOSFODNN9EXAMPLE' }
        @{ Property = 'Credential'; Record = @{ Credential = @{ AccessKey = 'AKIAIOSFODNN8EXAMPLE'; SecretKey = 'second' } }; Key = 'AKIAIOSFODNN8EXAMPLE' }
        @{ Property = 'EndpointUrl'; Record = @{ EndpointUrl = 'the endpoint' } }
    )
    $asking = @(
        @{ Command = 'Get-ECRLoginCommand'; Common = @{ RegistryId = '222222222222' } }
        @{ Command = 'Get-ECRAuthorizationToken'; Common = @{ RegistryIds = '222222222222' } }
        @{ Command = 'Get-ECRLoginPassword'; Common = @{ EndpointUrl = '' } }
    )
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    $script:elsewhere = Join-Path $TestDrive 'elsewhere'
    Set-Content $elsewhere '[work]', 'aws_access_key_id = AKIAPROFILEEXAMPLE02', 'aws_secret_access_key = elsewhere'
    $null = New-Item -ItemType Directory "$TestDrive/.aws"
    Set-Content "$TestDrive/.aws/credentials" '[work]', 'aws_access_key_id = AKIAPROFILEEXAMPLE00', 'aws_secret_access_key = work'

    function Use-EveryKey {
        Use-EcrSetting @{
            keys = @{
                $accessKey           = @{ secret = $secretKey }
                AKIAIOSFODNN8EXAMPLE = @{ secret = 'second' }
                ASIAIOSFODNN9EXAMPLE = @{ secret = 'third'; session_token = 'session' }
                AKIAPROFILEEXAMPLE00 = @{ secret = 'work' }
                AKIAPROFILEEXAMPLE02 = @{ secret = 'elsewhere' }
            }
        }
    }

    # A record as it is to be piped: paths and the endpoint are known here alone.
    function ConvertTo-Record($Values, $Common = @{}) {
        $all = $Common.Clone()
        foreach ($name in $Values.Keys) { $all[$name] = $Values[$name] }
        $record = [pscustomobject]$all
        foreach ($property in $record.PSObject.Properties) {
            if ($property.Value -is [string]) { $property.Value = $property.Value -creplace '^elsewhere$', $elsewhere -creplace '^the endpoint$', $endpoint }
        }
        $record
    }

    function ConvertFrom-Lines($Lines) { $Lines | ConvertFrom-Csv }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A record that is piped to <Command>' -ForEach $asking {
    BeforeEach {
        Use-EveryKey
    }

    It 'says by <Property> who asks, and where' -ForEach $brought {
        if ($Record.ContainsKey('EndpointUrl')) { $env:AWS_ENDPOINT_URL = 'http://127.0.0.1:1' }
        try { $output = @(ConvertTo-Record $Record $Common | & $Command) } finally { $env:AWS_ENDPOINT_URL = $endpoint }
        $output.Count | Should -Be 1
        $calls = @(Get-EcrCall)
        $calls.Count | Should -Be 1
        $calls[0].region | Should -BeExactly $(if ($Region) { $Region } else { 'us-east-1' })
        $calls[0].access_key | Should -BeExactly $(if ($Key) { $Key } else { $accessKey })
    }

    It 'says nothing for the next one, where <Scenario>' -ForEach @(
        @{ Scenario = 'cells are empty'; Next = @{ Region = ''; ProfileName = ''; ProfileLocation = '' } }
        @{ Scenario = 'properties are null'; Next = @{ Region = $null; ProfileName = $null; ProfileLocation = $null } }
        @{ Scenario = 'there are no such properties'; Next = @{} }
    ) {
        $first = @{ Region = 'us-west-2'; ProfileName = 'work'; ProfileLocation = 'elsewhere' }
        @($first, $Next | ForEach-Object { ConvertTo-Record $_ $Common } | & $Command).Count | Should -Be 2
        $calls = @(Get-EcrCall)
        $calls.region | Should -BeExactly 'us-west-2', 'us-east-1'
        $calls.access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE02', $accessKey
    }

    It 'leaves no <Property> to the next one, where <Scenario>' -ForEach @(
        foreach ($row in $brought | Where-Object Key) {
            foreach ($nothing in $null, '') {
                $next = @{}
                foreach ($name in $row.Record.Keys) { $next[$name] = $nothing }
                @{ Property = $row.Property; Scenario = "it is <$(if ($null -eq $nothing) { 'null' })>"; First = $row.Record; Key = $row.Key; Next = $next }
            }
            @{ Property = $row.Property; Scenario = 'there is none'; First = $row.Record; Key = $row.Key; Next = @{} }
        }
    ) {
        @($First, $Next | ForEach-Object { ConvertTo-Record $_ $Common } | & $Command).Count | Should -Be 2
        (Get-EcrCall).access_key | Should -BeExactly $Key, $accessKey
    }

    It 'is asked for with what the command line says, which goes first' {
        $null = ConvertTo-Record @{ Region = 'us-west-2'; ProfileName = 'nobody' } $Common | & $Command -Region eu-west-1 -ProfileName work
        (Get-EcrCall).region | Should -BeExactly 'eu-west-1'
        (Get-EcrCall).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00'
    }

    It 'is refused when it has half a key pair, and shows no half' {
        $record = Get-Record { ConvertTo-Record @{ SecretKey = 'hunter2hunter2' } $Common | & $Command }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        $record.Thrown | Format-List * -Force | Out-String -Width 4096 | Should -Not -Match 'hunter2'
        Get-EcrCall | Should -BeNullOrEmpty
    }
}

Describe 'Records with registries' {
    BeforeEach {
        Use-EveryKey
    }

    It 'that hold themselves are an error' {
        $list = @($null)
        $list[0] = $list
        $record = [pscustomobject]@{ RegistryId = $null }
        $record.RegistryId = @($record)
        foreach ($call in { Get-ECRLoginCommand -RegistryId $list }, { , $list | Get-ECRLoginCommand }, { $record | Test-ECRLogin }, { Disconnect-ECRRegistry $list }) {
            Get-ThrownId $call | Should -BeExactly 'EcrLogin.InvalidRegistryIdType'
        }
        Get-ThrownId { Get-ECRLoginCommand -Region $list } | Should -BeExactly 'EcrLogin.InvalidParameter'
    }

    It 'of a CSV file are each asked for in their own Region with their own profile' {
        $logins = ConvertFrom-Lines 'RegistryId,Region,ProfileName', '111122223333,us-west-2,work', '222222222222,,' | Get-ECRLoginCommand
        $logins.ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-west-2.amazonaws.com', 'https://222222222222.dkr.ecr.us-east-1.amazonaws.com'
        (Get-EcrCall).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00', $accessKey
    }

    It 'of one connection are asked for together, each in the order given' {
        $rows = 'RegistryId,Region', '111111111111,us-west-2', '222222222222,', '333333333333,us-west-2', '444444444444,', '555555555555,us-west-2'
        $logins = ConvertFrom-Lines $rows | Get-ECRLoginCommand
        $logins.Password | Should -BeExactly ('1', '3', '5', '2', '4' | ForEach-Object { "password-for-$($_ * 12)" })
        (Get-EcrCall).registry_ids.Count | Should -Be 5
        @(Get-EcrCall).Count | Should -Be 2
    }

    It 'with keys in their cells leave none of them to the next, whose cells are empty' {
        $rows = 'RegistryId,AccessKeyId,SecretAccessKey,SessionToken', '111111111111,ASIAIOSFODNN9EXAMPLE,third,session', '222222222222,,,'
        @(ConvertFrom-Lines $rows | Get-ECRLoginCommand).Count | Should -Be 2
        $calls = @(Get-EcrCall)
        $calls.access_key | Should -BeExactly 'ASIAIOSFODNN9EXAMPLE', $accessKey
        $calls.session_token_present | Should -BeExactly $true, $false
    }

    It 'of which one cannot be asked for are given, and that one is told by its id' {
        $record = Get-Record {
            ConvertFrom-Lines 'RegistryId,ProfileName', '111111111111,nobody', '222222222222,work' | Get-ECRLoginCommand -ErrorAction Continue
        }
        $record.Thrown | Should -BeNullOrEmpty
        $record.Output.Password | Should -BeExactly 'password-for-222222222222'
        @($record.Error).Count | Should -Be 1
        Get-ErrorId $record.Error[0] | Should -BeExactly 'EcrLogin.ProfileNotFound'
        $record.Error[0].TargetObject | Should -BeExactly '111111111111'
        $record.Error[0].CategoryInfo.TargetName | Should -BeExactly '111111111111'
    }

    It 'with an empty cell for the registry ask for the default one' {
        $logins = ConvertFrom-Lines 'RegistryId,Region', ',us-west-2' | Get-ECRLoginCommand
        $logins.ProxyEndpoint | Should -BeExactly 'https://111122223333.dkr.ecr.us-west-2.amazonaws.com'
        (Get-EcrCall).registry_ids | Should -BeNullOrEmpty
    }
}

Describe 'Lines of a file' {
    BeforeEach {
        Use-EveryKey
    }

    It 'that are blank or comments are passed over by <Command>' -ForEach @(
        @{ Command = 'Get-ECRLoginCommand' }, @{ Command = 'Get-ECRAuthorizationToken' }
    ) {
        $output = @('# accounts', '', '222222222222', '  ', '  # the last', '333333333333' | & $Command)
        $output.Count | Should -Be 2
        (Get-EcrCall).registry_ids | Should -BeExactly '222222222222', '333333333333'
    }

    It 'of which none names a registry ask for nothing' {
        '# accounts', '' | Get-ECRLoginCommand | Should -BeNullOrEmpty
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'may be blank there alone: as an argument that is no registry id' {
        Get-ThrownId { Get-ECRLoginCommand '' } | Should -BeExactly 'EcrLogin.InvalidRegistryId'
        Get-ThrownId { Get-ECRLoginCommand '# accounts' } | Should -BeExactly 'EcrLogin.InvalidRegistryId'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'that have lost digits are padded, with a warning that names both forms' {
        $record = Get-Record { '12345', '222222222222' | Get-ECRLoginCommand -Verbose }
        $record.Output.Password | Should -BeExactly 'password-for-000000012345', 'password-for-222222222222'
        @($record.Warning).Count | Should -Be 1
        "$($record.Warning)" | Should -BeLike "*'12345'*000000012345*"
        "$($record.Verbose)" | Should -Not -Match 'bare number'
    }

    It 'that are numbers are padded, which -Verbose says and no warning' {
        $record = Get-Record { 12345 | Get-ECRLoginCommand -Verbose }
        $record.Warning | Should -BeNullOrEmpty
        @($record.Verbose -match '000000012345').Count | Should -Be 1
    }
}

Describe 'A record that is piped to Connect-ECRRegistry' {
    BeforeEach {
        Use-EveryKey
        Use-Client
    }

    It 'says by <Property> who asks, and where' -ForEach $brought {
        if ($Record.ContainsKey('EndpointUrl')) { $env:AWS_ENDPOINT_URL = 'http://127.0.0.1:1' }
        try { $output = @(ConvertTo-Record $Record @{ AccountId = '222222222222' } | Connect-ECRRegistry -PassThru) } finally { $env:AWS_ENDPOINT_URL = $endpoint }
        $output.Status | Should -BeExactly 'Succeeded'
        (Get-EcrCall).region | Should -BeExactly $(if ($Region) { $Region } else { 'us-east-1' })
        (Get-EcrCall).access_key | Should -BeExactly $(if ($Key) { $Key } else { $accessKey })
    }

    It 'says nothing for the next one, whose cells are empty' {
        $rows = 'RegistryId,Region,AccessKey,SecretKey', '111111111111,us-west-2,AKIAIOSFODNN8EXAMPLE,second', '222222222222,,,'
        ConvertFrom-Lines $rows | Connect-ECRRegistry
        (Get-ClientRun $client).Host | Should -BeExactly (Get-HostName 111111111111 us-west-2), (Get-HostName 222222222222)
        (Get-EcrCall).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE', $accessKey
    }

    It 'may be blank or a comment, or an image among accounts' {
        "# images`n`n$(Get-HostName 222222222222 eu-west-1)/app:1`n  # accounts`n333333333333" -split "`n" | Connect-ECRRegistry
        (Get-ClientRun $client).Host | Sort-Object | Should -BeExactly (Get-HostName 222222222222 eu-west-1), (Get-HostName 333333333333)
    }

    It 'with an empty cell for the registry logs in to the default one' {
        (ConvertFrom-Lines 'RegistryId,Region', ',us-west-2' | Connect-ECRRegistry -PassThru).Registry |
            Should -BeExactly (Get-HostName 111122223333 us-west-2)
    }

    It 'comes beside keys by position' {
        '222222222222' | Connect-ECRRegistry AKIAIOSFODNN8EXAMPLE second
        (Get-ClientRun $client).Host | Should -BeExactly (Get-HostName 222222222222)
        (Get-EcrCall).access_key | Should -BeExactly 'AKIAIOSFODNN8EXAMPLE'
    }
}

Describe 'A record that is piped to Disconnect-ECRRegistry' {
    BeforeEach {
        $script:folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $script:file = Join-Path $folder 'config.json'
        function Write-Login($Keys) {
            $auths = @{}
            foreach ($key in $Keys) { $auths[$key] = @{ auth = 'QVdTOng=' } }
            Set-Content $file (ConvertTo-Json @{ auths = $auths })
        }
        function Get-LoginKey { @((Get-Content $file -Raw | ConvertFrom-Json).auths.PSObject.Properties.Name) }
    }

    It 'says Region, tool and place' {
        Write-Login (Get-HostName 111111111111 us-west-2), (Get-HostName 111111111111), (Get-HostName 222222222222)
        $rows = ConvertFrom-Lines 'RegistryId,Region,Tool,ConfigPath', "111111111111,us-west-2,podman,$file", "222222222222,,podman,$file"
        ($rows | Disconnect-ECRRegistry -PassThru).Status | Should -BeExactly 'Removed', 'Removed'
        Get-LoginKey | Should -BeExactly (Get-HostName 111111111111)
    }

    It 'says the profile whose Region it is' {
        Write-Login (Get-HostName 111111111111 ap-south-1), (Get-HostName 111111111111)
        Set-Content "$TestDrive/.aws/config" '[profile work]', 'region = ap-south-1'
        $env:AWS_REGION = $null
        try {
            (ConvertFrom-Lines 'RegistryId,ProfileName', '111111111111,work' | Disconnect-ECRRegistry -Tool docker -ConfigPath $folder -PassThru).Status |
                Should -BeExactly 'Removed'
        } finally {
            $env:AWS_REGION = 'us-east-1'
            Remove-Item "$TestDrive/.aws/config"
        }
        Get-LoginKey | Should -BeExactly (Get-HostName 111111111111)
    }

    It 'may be blank or a comment' {
        Write-Login (Get-HostName 111111111111)
        ('', '# accounts', '111111111111' | Disconnect-ECRRegistry -Tool docker -ConfigPath $folder -PassThru).Status | Should -BeExactly 'Removed'
    }
}

Describe 'Registries by position and from the pipeline at once' {
    BeforeEach {
        Use-EcrSetting
    }

    It 'are an error that Connect-ECRRegistry tells before any call' {
        $piped = [pscustomobject]@{ RegistryId = '111122223333'; Region = 'us-west-2' }
        Get-ThrownId { $piped | Connect-ECRRegistry 444455556666 -WhatIf } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-ThrownId { '111122223333' | Connect-ECRRegistry 444455556666 -WhatIf } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-EcrCall | Should -BeNullOrEmpty
    }
}

Describe 'A script block that gives <Said> for -<Parameter> of <Command>' -ForEach @(
    foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry') {
        # The key's place may hold registries for Connect-ECRRegistry, which refuses in other words.
        foreach ($parameter in 'ProfileName', 'ProfileLocation', 'AccessKey' | Where-Object { "$command$_" -ne 'Connect-ECRRegistryAccessKey' }) {
            @{ Command = $command; Parameter = $parameter; Said = 'nothing'; Block = { $_.Typo } }
            @{ Command = $command; Parameter = $parameter; Said = 'empty text'; Block = { '' } }
        }
    }
) {
    BeforeEach {
        Use-EveryKey
        Use-Client
    }

    It 'is told, and nobody else signs' {
        $given = @{ $Parameter = $Block }
        $record = Get-Record { [pscustomobject]@{ RegistryId = '111122223333' } | & $Command -Region us-west-2 @given }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -BeLike "-$Parameter is empty, *"
        Get-EcrCall | Should -BeNullOrEmpty
    }
}

Describe 'A script block for -ProfileName' {
    It 'says for each record who asks' {
        Use-EveryKey
        $login = [pscustomobject]@{ RegistryId = '111122223333'; Who = 'work' } | Get-ECRLoginCommand -ProfileName { $_.Who }
        $login.Username | Should -BeExactly 'AWS'
        (Get-EcrCall).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00'
    }
}

Describe 'A hashtable that says <_>' -ForEach @(
    foreach ($command in 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry') {
        $parameters = if ($found = Get-Command $command -ErrorAction Ignore) { $found.Parameters.Values }
        foreach ($parameter in $parameters) {
            $piped = @($parameter.Attributes | Where-Object { $_ -is [Parameter] })
            if ($piped.ValueFromPipelineByPropertyName -notcontains $true -or $piped.ValueFromPipeline -contains $true) { continue }
            @($parameter.Name) + $parameter.Aliases
        }
    }
    'RegionToCall', 'Profile', 'AWSProfileName', 'AK', 'SK', 'AccessKeyId', 'SecretAccessKey', 'Credentials'
) {
    It 'is refused, since PowerShell takes nothing from it' {
        Use-EveryKey
        $name = $_
        foreach ($record in @{ RegistryId = '111122223333'; $name = 'two' }, [ordered]@{ RegistryId = '111122223333'; $name = 'two' }) {
            $thrown = (Get-Record { $record | Get-ECRLoginCommand }).Thrown
            Get-ErrorId $thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$thrown" | Should -BeLike "A hashtable that says $name cannot be piped*"
        }
        Get-EcrCall | Should -BeNullOrEmpty
    }
}

Describe 'An element of XML' {
    It 'is asked for as its attributes say' {
        Use-EveryKey
        $xml = [xml]'<all><one RegistryId="222222222222" ProfileName="work"><note/></one><one RegistryId="333333333333"/></all>'
        ($xml.all.one | Get-ECRLoginCommand).Password | Should -BeExactly 'password-for-222222222222', 'password-for-333333333333'
        (Get-EcrCall).access_key | Should -BeExactly 'AKIAPROFILEEXAMPLE00', $accessKey
    }

    It 'that names no registry is told' {
        Use-EveryKey
        Get-ThrownId { ([xml]'<one Id="1"/>').DocumentElement | Get-ECRLoginCommand } | Should -BeExactly 'EcrLogin.InvalidRegistryIdType'
    }
}

Describe 'An object whose <Said> PowerShell does not bind' -ForEach @(
    @{ Said = 'ProfileName'; Properties = @{ ProfileName = @('work') } }
    @{ Said = 'Profile'; Properties = @{ Profile = @('work') } }
    @{ Said = 'EndpointUrl'; Properties = @{ EndpointUrl = @('http://127.0.0.1:1') } }
) {
    It 'is refused by <_>' -ForEach 'Get-ECRLoginCommand', 'Get-ECRAuthorizationToken', 'Get-ECRLoginPassword', 'Connect-ECRRegistry' {
        Use-EveryKey
        $record = Get-Record { ConvertTo-Record $Properties @{ RegistryId = '111122223333' } | & $_ }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
        "$($record.Thrown)" | Should -BeLike "*says as $Said cannot be the value of -*"
        Get-EcrCall | Should -BeNullOrEmpty
    }
}

Describe 'An object that says who asks and is not piped by itself' {
    BeforeEach {
        Use-EveryKey
    }

    It 'is refused as <Scenario>' -ForEach @(
        @{ Scenario = 'an argument'; Asks = { param($record) Get-ECRLoginCommand -RegistryId $record } }
        @{ Scenario = 'an argument of Connect-ECRRegistry'; Asks = { param($record) Connect-ECRRegistry -RegistryId $record } }
        @{ Scenario = 'an item of a piped list'; Asks = { param($record) , @($record, $record) | Get-ECRLoginCommand } }
        @{ Scenario = 'an item of JSON that is not taken apart'; Asks = { param($record) ConvertTo-Json @($record, $record) | ConvertFrom-Json -NoEnumerate | Get-ECRAuthorizationToken } }
    ) {
        foreach ($said in @{ ProfileName = 'work' }, @{ Region = 'us-west-2' }, @{ AK = 'AKIAIOSFODNN8EXAMPLE' }) {
            $thrown = (Get-Record { & $Asks (ConvertTo-Record $said @{ RegistryId = '111122223333' }) }).Thrown
            Get-ErrorId $thrown | Should -BeExactly 'EcrLogin.InvalidParameter'
            "$thrown" | Should -BeLike "An object that says $($said.Keys) cannot be an argument or an item of a list*"
        }
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is asked for where it says the registry alone' {
        $records = [pscustomobject]@{ RegistryId = '222222222222' }, [pscustomobject]@{ RegistryId = '333333333333'; ProfileName = '' }
        (, $records | Get-ECRLoginCommand).Password | Should -BeExactly 'password-for-222222222222', 'password-for-333333333333'
        (Get-ECRLoginCommand -RegistryId $records).Password | Should -BeExactly 'password-for-222222222222', 'password-for-333333333333'
    }
}

Describe 'Registries that are named with -RegistryId and piped as well' {
    It 'are an error, and nothing is asked' {
        Use-EveryKey
        Get-ThrownId { '222222222222' | Get-ECRLoginCommand -RegistryId 111122223333 } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-ThrownId { '222222222222' | Connect-ECRRegistry -RegistryId 111122223333 } | Should -BeExactly 'EcrLogin.InvalidParameter'
        Get-EcrCall | Should -BeNullOrEmpty
    }
}
