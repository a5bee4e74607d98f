BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Hosts.ps1
    . $PSScriptRoot/Support/Pages.ps1
    Enter-TestEnvironment $TestDrive
    & $env:ECRLOGIN_LOCAL_ECR certs $TestDrive
    Open-LocalEcr "--tls `"$TestDrive/good.pem`" `"$TestDrive/good.key`""
    $script:secured = $service.StandardOutput.ReadLine() -replace '^.* on '
    $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $null
    $null = New-Item -ItemType Directory "$TestDrive/.aws"
    $script:principal = 'arn:aws:iam::111122223333:saml-provider/local'
    $script:password = [guid]::NewGuid().ToString('N')

    function Get-Login($Text) {
        $secure = [securestring]::new()
        foreach ($letter in $Text.ToCharArray()) { $secure.AppendChar($letter) }
        [pscredential]::new('user', $secure)
    }

    # An identity provider that vouches for the role of the profile and others. The engine keeps sessions by role, so
    # each test has one of its own.
    function Use-Provider($Form = 'plain', $Roles = 1, $Role = $true, $Address = "$endpoint/idp") {
        $script:role = "arn:aws:iam::111122223333:role/r$([guid]::NewGuid().ToString('N'))"
        $lines = @('[profile corp]', "saml_endpoint = $Address", 'saml_authentication_type = Basic', 'user_identity = user')
        if ($Role) { $lines += "role_arn = $script:role" }
        Set-Content "$TestDrive/.aws/config" $lines
        $pairs = @("$script:role,$principal")
        for ($i = 1; $i -lt $Roles; $i++) { $pairs += "$principal,$script:role-$i" }
        Use-EcrSetting @{ idp = @{ users = @{ user = $password }; roles = $pairs; form = $Form } }
    }

    function Get-SamlCall { @(Get-EcrCall | Where-Object operation -EQ 'AssumeRoleWithSAML') }

    # Everything that a user can see of a record, and of what the session keeps.
    function Get-Everything($Record) {
        foreach ($one in $Record.All + $Record.Thrown + $Error) {
            if ($null -eq $one) { continue }
            $one | Format-List * -Force | Out-String -Width 4096
            if ($one -is [Management.Automation.ErrorRecord]) {
                $one.Exception.ToString()
                $response = $one.Exception.PSObject.Properties['Response']
                if ($response -and $response.Value) { "$($response.Value.RequestMessage)" }
            }
        }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A SAML profile' {
    BeforeEach {
        $Error.Clear()
    }

    It 'opens a session with a form that is <_>' -ForEach 'plain', 'reordered', 'single_quotes', 'entities' {
        Use-Provider $_
        (Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)).Username | Should -BeExactly 'AWS'
        $call = Get-SamlCall
        $call.parameters.RoleArn | Should -BeExactly $role
        $call.parameters.PrincipalArn | Should -BeExactly $principal
        $call.access_key | Should -BeNullOrEmpty
        @(Get-EcrCall | Where-Object service -EQ 'ecr').access_key | Should -BeExactly $call.issued_access_key
        @(Get-EcrCall | Where-Object service -EQ 'idp')[-1].parameters.user | Should -BeExactly 'user'
    }

    It 'signs in once for a session' {
        Use-Provider
        $null = Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)
        $null = Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)
        (Get-SamlCall).Count | Should -Be 1
    }

    It 'keeps the session for its user alone' {
        Use-Provider
        $null = Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)
        $run = Invoke-WithHost 'Default Host' 'Get-ECRLoginCommand -ProfileName corp'
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
    }

    It 'takes the user and password of a piped record, for that record alone' {
        Use-Provider
        $records = @{ RegistryId = '222222222222'; ProfileName = 'corp'; NetworkCredential = (Get-Login $password) }, @{ RegistryId = '333333333333'; ProfileName = 'corp' }
        $run = Invoke-WithHost 'Default Host' '$arguments.Records | Get-ECRLoginCommand -ErrorAction Continue' @() @{ Records = $records | ForEach-Object { [pscustomobject]$_ } }
        $run.Output.Password | Should -BeExactly 'password-for-222222222222'
        @($run.Errors).Count | Should -Be 1
        Get-ErrorId $run.Errors[0] | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        $run.Errors[0].TargetObject | Should -BeExactly '333333333333'
    }

    It 'takes its own role out of several' {
        Use-Provider -Roles 3
        $null = Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)
        (Get-SamlCall).parameters.RoleArn | Should -BeExactly $role
    }

    It 'without a role takes the only one' {
        Use-Provider -Role $false
        $null = Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)
        (Get-SamlCall).parameters.RoleArn | Should -BeExactly $role
    }

    It 'without a role lists those of an assertion that has several' {
        Use-Provider -Role $false -Roles 2
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -BeLike "*$role, $role-1*role_arn*"
        Get-SamlCall | Should -BeNullOrEmpty
    }

    It 'whose role is not in the assertion lists those that are' {
        Use-Provider
        $granted = $role
        $config = (Get-Content "$TestDrive/.aws/config") -replace '^role_arn = .*', 'role_arn = arn:aws:iam::111122223333:role/other'
        Set-Content "$TestDrive/.aws/config" $config
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        "$($record.Thrown)" | Should -BeLike "*$granted*"
        Get-SamlCall | Should -BeNullOrEmpty
    }

    It 'whose provider asks a second question is told so' {
        Use-Provider 'no_assertion'
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -BeLike "*$endpoint/idp answered without a SAML assertion*"
    }

    It 'sends no password to <Scenario>' -ForEach @(
        @{ Scenario = 'plain http'; Address = 'http://idp.example/adfs' }
        @{ Scenario = 'a file'; Address = 'file:///etc/passwd' }
        @{ Scenario = 'what is no URL'; Address = 'idp' }
        @{ Scenario = 'a URL with a password in it'; Address = 'http://user:hunter2@idp.example/adfs' }
        @{ Scenario = 'a host with a password before it'; Address = 'user:hunter2@idp.example/adfs' }
    ) {
        Use-Provider -Address $Address
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -Match 'https'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
    }

    It 'is refused by a provider whose certificate nobody trusts, -SkipCertificateCheck or not' {
        Use-Provider -Address "$secured/idp"
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) -SkipCertificateCheck }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -BeLike '*could not be asked*'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'whose provider is <Scenario> says so' -ForEach @(
        @{ Scenario = 'not there'; Path = { 'http://127.0.0.1:9/idp' }; Words = '*could not be asked*' }
        @{ Scenario = 'no provider'; Path = { "$endpoint/_control/nowhere" }; Words = '*HTTP status 404*' }
        @{ Scenario = 'not there and its URL holds a password'; Path = { 'http://user:hunter2@127.0.0.1:9/idp?a=hunter2' }; Words = '* http://127.0.0.1:9/idp could not*' }
    ) {
        Use-Provider -Address (& $Path)
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -BeLike $Words
    }
}

Describe 'A sign-in' {
    BeforeEach {
        $Error.Clear()
        Use-Provider
    }

    It 'that is refused names -NetworkCredential where nobody can be asked' {
        $run = Invoke-WithHost 'Default Host' 'Get-ECRLoginCommand -ProfileName corp -NetworkCredential $arguments' @() (Get-Login 'wrong')
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($run.Thrown)" | Should -BeLike '*refused the sign-in*-NetworkCredential*'
        $run.Asked | Should -BeNullOrEmpty
    }

    It 'that is refused is asked for again' {
        $answers = @((Get-Login 'wrong'), (Get-Login $password))
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName corp' $answers
        $run.Thrown | Should -BeNullOrEmpty
        $run.Asked.Count | Should -Be 2
        $run.Asked[0] | Should -BeLike '*127.0.0.1*| user'
    }

    It 'is tried three times at most' {
        $answers = @((Get-Login 'wrong2'), (Get-Login 'wrong3'), (Get-Login $password))
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName corp -NetworkCredential $arguments' $answers (Get-Login 'wrong1')
        Get-ErrorId $run.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        $run.Asked.Count | Should -Be 2
    }

    It 'that nobody answers is an error when <Scenario>' -ForEach @(
        @{ Scenario = 'the prompt is left'; Answers = @($null) }
        @{ Scenario = 'the host fails to ask'; Answers = @() }
    ) {
        $run = Invoke-WithHost 'Scripted' 'Get-ECRLoginCommand -ProfileName corp' $Answers
        "$($run.Thrown)" | Should -BeLike '*-NetworkCredential*'
    }

    It 'leaves password and assertion in no stream, <Scenario>' -ForEach @(
        @{ Scenario = 'good'; Given = { $password }; Broken = $false }
        @{ Scenario = 'refused'; Given = { "$password-but-wrong" }; Broken = $false }
        @{ Scenario = 'with an assertion that STS refuses'; Given = { $password }; Broken = $true }
    ) {
        if ($Broken) {
            Use-EcrSetting @{ idp = @{ users = @{ user = $password }; roles = @("$role,$principal"); lifetime_s = -10 } }
        }
        $given = & $Given
        $record = Get-Record {
            Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $given) -Verbose -Debug -InformationAction Continue
        }
        [bool]$record.Thrown | Should -Be ($Scenario -ne 'good')
        $seen = (Get-Everything $record) -join "`n"
        $seen | Should -Not -BeNullOrEmpty
        $seen | Should -Not -Match $password
        $seen | Should -Not -Match ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$given")))
        # The beginning of every assertion in base64.
        $seen | Should -Not -Match ([Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('<samlp:Respo')))
    }
}

Describe 'The page of an identity provider' {
    BeforeAll {
        $script:pages = Open-PageServer

        # The assertion that the local provider gives for the role of this test.
        function Get-Assertion {
            $header = @{ Authorization = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$password")) }
            $page = Invoke-WebRequest "$endpoint/idp" -Headers $header -UseBasicParsing
            [regex]::Match($page.Content, 'name="SAMLResponse" value="([^"]+)"').Groups[1].Value
        }

        # The profile's provider shows a page, in which ASSERTION stands for a good assertion.
        function Use-Page($Html, $Path = '/idp') {
            Use-Provider -Address "$($pages.Address)$Path"
            $pages.Pages['/idp'] = @{ Body = $Html.Replace('ASSERTION', (Get-Assertion)) }
        }
    }

    AfterAll {
        Close-PageServer $pages
    }

    It 'is read when <Scenario>' -ForEach @(
        @{ Scenario = 'the value has no quotes'; Html = '<form><input name=SAMLResponse value=ASSERTION></form>' }
        @{ Scenario = 'the value is broken into lines'; Html = "<input`n name='SAMLResponse'`n value='ASSERTION'>"; Lines = $true }
        @{ Scenario = 'other fields are before it'; Html = '<input name="RelayState" value="x"><input value="ASSERTION" name="SAMLResponse">' }
        @{ Scenario = 'its case is another'; Html = '<INPUT TYPE=HIDDEN NAME="SAMLResponse" VALUE="ASSERTION">' }
    ) {
        Use-Page $Html
        if ($Lines) { $pages.Pages['/idp'].Body = $pages.Pages['/idp'].Body -replace '\w{60}', "`$0`r`n" }
        (Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)).Username | Should -BeExactly 'AWS'
        (Get-SamlCall).parameters.RoleArn | Should -BeExactly $role
    }

    It 'has no assertion when <Scenario>' -ForEach @(
        @{ Scenario = 'the field is another'; Html = '<input name="SAMLRequest" value="ASSERTION">' }
        @{ Scenario = 'it has no value'; Html = '<input name="SAMLResponse">' }
        @{ Scenario = 'there is no page'; Html = '' }
    ) {
        Use-Page $Html
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -BeLike "*$($pages.Address)/idp answered without a SAML assertion*"
    }

    It 'with <Scenario> for an assertion names no role' -ForEach @(
        @{ Scenario = 'what is no base64'; Text = '%%%' }
        @{ Scenario = 'what is no XML'; Text = 'YWJj' }
        @{ Scenario = 'elements without end'; Text = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('<a>' * 500000)) }
        @{ Scenario = 'a document type'; Text = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')) }
    ) {
        Use-Page "<input name=`"SAMLResponse`" value=`"$Text`">"
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.SamlSignInFailed'
        "$($record.Thrown)" | Should -BeLike '*an assertion for these roles: none.*'
    }

    It 'that sends on to its own host takes the login along' {
        Use-Page '<input name="SAMLResponse" value="ASSERTION">' '/first'
        $pages.Pages['/first'] = @{ Location = '/idp' }
        $pages.Pages['/idp'].IsPrivate = $true
        $pages.Logins.Clear()
        (Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)).Username | Should -BeExactly 'AWS'
        $pages.Logins | Should -Contain ('Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$password")))
    }

    It 'that sends on to another host takes no login there' {
        Use-Provider -Address "$($pages.Address)/first"
        $pages.Pages['/first'] = @{ Location = "$endpoint/idp" }
        $run = Invoke-WithHost 'Default Host' 'Get-ECRLoginCommand -ProfileName corp -NetworkCredential $arguments' @() (Get-Login $password)
        "$($run.Thrown)" | Should -BeLike '*refused the sign-in*'
        $calls = @(Get-EcrCall | Where-Object service -EQ 'idp')
        $calls.Count | Should -Be 1
        $calls[0].parameters.user | Should -BeNullOrEmpty
    }
}

Describe 'The store of the AWS SDK for .NET' {
    BeforeAll {
        $script:dataVariables = 'XDG_DATA_HOME', 'LOCALAPPDATA'
        $script:dataBefore = $dataVariables | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
        $script:store = (New-Item -ItemType Directory "$TestDrive/data/AWSToolkit").FullName

        # Where .NET has the data of the user's programs.
        function Use-DataFolder($Path) { foreach ($name in $dataVariables) { Use-Variable $name $Path } }

        function Write-Store($Accounts, $Endpoints) {
            Set-Content "$store/RegisteredAccounts.json" (ConvertTo-Json $Accounts)
            Set-Content "$store/SAMLEndpoints.json" (ConvertTo-Json $Endpoints)
        }
    }

    AfterAll {
        for ($i = 0; $i -lt $dataVariables.Count; $i++) { Use-Variable $dataVariables[$i] $dataBefore[$i] }
    }

    BeforeEach {
        Use-Provider
        Use-DataFolder (Split-Path $store)
    }

    It 'is searched for the SAML profile that is named <Scenario>' -ForEach @(
        @{ Scenario = 'by parameter'; Parameters = @{ ProfileName = 'Store' } }
        @{ Scenario = 'by $StoredAWSCredentials'; Stored = 'store' }
        @{ Scenario = 'by AWS_PROFILE'; Variable = 'store' }
    ) {
        Write-Store @{
            '0a111111-1111-1111-1111-111111111111' = @{ DisplayName = 'another'; EndpointName = 'none'; ProfileType = 'SAML' }
            '1b222222-2222-2222-2222-222222222222' = @{ DisplayName = 'store'; EndpointName = 'idp'; RoleArn = $role; ProfileType = 'SAML'; Region = 'eu-west-3' }
        } @{
            '2c333333-3333-3333-3333-333333333333' = @{ DisplayName = 'idp'; Endpoint = "$endpoint/idp"; AuthenticationType = 'Basic' }
        }
        if (-not $Parameters) { $Parameters = @{} }
        $Parameters['NetworkCredential'] = Get-Login $password
        $StoredAWSCredentials = $Stored
        Use-Variable 'AWS_PROFILE' $Variable
        try {
            $logins = @(
                Get-ECRLoginCommand @Parameters
                $env:AWS_REGION = $null
                Get-ECRLoginCommand @Parameters
                Get-ECRLoginCommand @Parameters -Region eu-west-1)
        } finally {
            Use-Variable 'AWS_PROFILE' $null
            $env:AWS_REGION = 'us-east-1'
        }
        $logins.Username | Should -BeExactly 'AWS', 'AWS', 'AWS'
        (Get-SamlCall).parameters.RoleArn | Should -BeExactly $role
        @(Get-EcrCall | Where-Object service -EQ 'ecr').region | Should -BeExactly 'us-east-1', 'eu-west-3', 'eu-west-1'
    }

    It 'is not searched beside -ProfileLocation, and is no end for what it has not' {
        Write-Store @{ '0a' = @{ DisplayName = 'store'; EndpointName = 'idp' } } @{ '0a' = @{ DisplayName = 'other'; Endpoint = 'https://idp.example' } }
        Get-ThrownId { Get-ECRLoginCommand -ProfileName store } | Should -BeExactly 'EcrLogin.ProfileNotFound'
        Get-ThrownId { Get-ECRLoginCommand -ProfileName store -ProfileLocation "$TestDrive/.aws/config" } | Should -BeExactly 'EcrLogin.ProfileNotFound'
        (Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password)).Username | Should -BeExactly 'AWS'
    }

    It 'that cannot be read is passed over, which -Verbose says' {
        Set-Content "$store/RegisteredAccounts.json" '{ broken'
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) -Verbose }
        $record.Verbose -match 'RegisteredAccounts\.json cannot be read' | Should -Not -BeNullOrEmpty
        $record.Output.ProxyEndpoint | Should -Match '^https://111122223333'
    }

    It 'is none in the current directory when the user has no data folder' {
        Write-Store @{ '0a' = @{ DisplayName = 'store'; EndpointName = 'idp'; RoleArn = $role } } @{ '0a' = @{ DisplayName = 'idp'; Endpoint = "$endpoint/idp" } }
        Use-DataFolder "$TestDrive/nowhere"
        Push-Location "$TestDrive/data"
        try {
            Get-ThrownId { Get-ECRLoginCommand -ProfileName store -NetworkCredential (Get-Login $password) } | Should -BeExactly 'EcrLogin.ProfileNotFound'
        } finally {
            Pop-Location
        }
    }

    Context 'with keys' -Tag Windows {
        BeforeAll {
            function ConvertTo-Sealed($Text) {
                $secure = [securestring]::new()
                foreach ($letter in $Text.ToCharArray()) { $secure.AppendChar($letter) }
                ConvertFrom-SecureString $secure
            }
        }

        It 'takes those that Windows encrypted for the user' {
            Write-Store @{ '0a' = @{ DisplayName = 'store'; AWSAccessKey = (ConvertTo-Sealed $accessKey); AWSSecretKey = (ConvertTo-Sealed $secretKey) } } @{}
            (Get-ECRLoginCommand -ProfileName store).Username | Should -BeExactly 'AWS'
            @(Get-EcrCall).access_key | Should -BeExactly $accessKey
        }

        It 'takes none of another user' {
            Write-Store @{ '0a' = @{ DisplayName = 'store'; AWSAccessKey = '01020304'; AWSSecretKey = '01020304' } } @{}
            Get-ThrownId { Get-ECRLoginCommand -ProfileName store } | Should -BeExactly 'EcrLogin.ProfileNotFound'
        }
    }
}
