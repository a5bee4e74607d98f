BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Hosts.ps1
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
        $run.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
        "$($record.Thrown)" | Should -Match 'https'
        "$($record.Thrown)" | Should -Not -Match 'hunter2'
    }

    It 'is refused by a provider whose certificate nobody trusts, -SkipCertificateCheck or not' {
        Use-Provider -Address "$secured/idp"
        $record = Get-Record { Get-ECRLoginCommand -ProfileName corp -NetworkCredential (Get-Login $password) -SkipCertificateCheck }
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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
        $record.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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
        $run.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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
        $run.Thrown.FullyQualifiedErrorId | Should -BeExactly 'EcrLogin.SamlSignInFailed,Get-ECRLoginCommand'
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

Describe 'A redirect of an identity provider' {
    BeforeAll {
        # Leads /to-self to itself and /to-other to the local endpoint's provider. Asks for a login and repeats it.
        $script:listener = [Net.HttpListener]::new()
        $port = 0
        while (-not $listener.IsListening) {
            $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $probe.Start()
            $port = $probe.LocalEndpoint.Port
            $probe.Stop()
            $listener.Prefixes.Clear()
            $listener.Prefixes.Add("http://127.0.0.1:$port/")
            try { $listener.Start() } catch { $script:listener = [Net.HttpListener]::new() }
        }
        $script:redirecting = "http://127.0.0.1:$port"
        $script:shell = [powershell]::Create().AddScript({
                param($listener, $other)
                while ($listener.IsListening) {
                    try { $context = $listener.GetContext() } catch { return }
                    $answer = $context.Response
                    $given = $context.Request.Headers['Authorization']
                    switch ($context.Request.Url.AbsolutePath) {
                        '/to-self' { $answer.Redirect('/second') }
                        '/to-other' { $answer.Redirect($other) }
                        default {
                            if ($given) {
                                $bytes = [Text.Encoding]::ASCII.GetBytes($given)
                                $answer.ContentType = 'text/plain'
                                $answer.OutputStream.Write($bytes, 0, $bytes.Length)
                            } else {
                                $answer.StatusCode = 401
                                $answer.AddHeader('WWW-Authenticate', 'Basic realm="test"')
                            }
                        }
                    }
                    $answer.Close()
                }
            }).AddArgument($listener).AddArgument("$endpoint/idp")
        $null = $shell.BeginInvoke()
    }

    AfterAll {
        $listener.Close()
        $shell.Dispose()
    }

    BeforeEach {
        Use-Provider
    }

    It 'takes the login along on its own host' {
        $page = & (Get-Module EcrLogin) { Send-SamlSignIn $args[0] $args[1] } "$redirecting/to-self" (Get-Login $password)
        $page.Status | Should -Be 200
        $page.Content | Should -BeExactly ('Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("user:$password")))
    }

    It 'takes it to no other' {
        $page = & (Get-Module EcrLogin) { Send-SamlSignIn $args[0] $args[1] } "$redirecting/to-other" (Get-Login $password)
        $page.Status | Should -Be 401
        $calls = @(Get-EcrCall | Where-Object service -EQ 'idp')
        $calls.Count | Should -Be 1
        $calls[0].parameters.user | Should -BeNullOrEmpty
    }
}

Describe 'The form of an identity provider' {
    It 'is read when <Scenario>' -ForEach @(
        @{ Scenario = 'the value has no quotes'; Html = '<form><input name=SAMLResponse value=YWJj></form>' }
        @{ Scenario = 'the value is broken into lines'; Html = "<input`n name='SAMLResponse'`n value='YW`r`nJj'>" }
        @{ Scenario = 'other fields are before it'; Html = '<input name="RelayState" value="x"><input value="YWJj" name="SAMLResponse">' }
        @{ Scenario = 'its case is another'; Html = '<INPUT TYPE=HIDDEN NAME="SAMLResponse" VALUE="YWJj">' }
    ) {
        & (Get-Module EcrLogin) { param($html) Find-SamlResponse $html } $Html | Should -BeExactly 'YWJj'
    }

    It 'is none when <Scenario>' -ForEach @(
        @{ Scenario = 'the field is another'; Html = '<input name="SAMLRequest" value="YWJj">' }
        @{ Scenario = 'it has no value'; Html = '<input name="SAMLResponse">' }
        @{ Scenario = 'there is no page'; Html = '' }
    ) {
        & (Get-Module EcrLogin) { param($html) Find-SamlResponse $html } $Html | Should -BeNullOrEmpty
    }

    It 'with <Scenario> names no role' -ForEach @(
        @{ Scenario = 'what is no base64'; Text = '%%%' }
        @{ Scenario = 'what is no XML'; Text = 'YWJj' }
        @{ Scenario = 'elements without end'; Text = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('<a>' * 500000)) }
        @{ Scenario = 'a document type'; Text = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')) }
    ) {
        & (Get-Module EcrLogin) { param($text) Read-SamlRole $text } $Text | Should -BeNullOrEmpty
    }
}

# On Windows no variable says where the store is, and the user's own is not for tests.
Describe 'The store of the AWS SDK for .NET' -Tag Unix {
    BeforeAll {
        $env:XDG_DATA_HOME = "$TestDrive/data"
        $script:store = "$TestDrive/data/AWSToolkit"
        $null = New-Item -ItemType Directory $store

        function Write-Store($Accounts, $Endpoints) {
            Set-Content "$store/RegisteredAccounts.json" (ConvertTo-Json $Accounts)
            Set-Content "$store/SAMLEndpoints.json" (ConvertTo-Json $Endpoints)
        }

        # In a process of its own: .NET may have looked for the folder in this one already.
        function Invoke-WithStore($Script) {
            $file = Join-Path $TestDrive 'store.ps1'
            Set-Content $file @"
Import-Module '$manifest'
`$secure = [securestring]::new()
foreach (`$letter in '$password'.ToCharArray()) { `$secure.AppendChar(`$letter) }
`$login = [pscredential]::new('user', `$secure)
try { $Script } catch { `$_.FullyQualifiedErrorId }
"@
            & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -File $file 2>&1
        }
    }

    AfterAll {
        $env:XDG_DATA_HOME = $null
    }

    BeforeEach {
        Use-Provider
    }

    It 'is searched for the SAML profile that is named <Scenario>' -ForEach @(
        @{ Scenario = 'by parameter'; Name = { '' }; Parameter = '-ProfileName Store' }
        @{ Scenario = 'by $StoredAWSCredentials'; Name = { '$StoredAWSCredentials = "store"' }; Parameter = '' }
        @{ Scenario = 'by AWS_PROFILE'; Name = { '$env:AWS_PROFILE = "store"' }; Parameter = '' }
    ) {
        Write-Store @{
            '0a111111-1111-1111-1111-111111111111' = @{ DisplayName = 'another'; EndpointName = 'none'; ProfileType = 'SAML' }
            '1b222222-2222-2222-2222-222222222222' = @{ DisplayName = 'store'; EndpointName = 'idp'; RoleArn = $role; ProfileType = 'SAML'; Region = 'eu-west-3' }
        } @{
            '2c333333-3333-3333-3333-333333333333' = @{ DisplayName = 'idp'; Endpoint = "$endpoint/idp"; AuthenticationType = 'Basic' }
        }
        $seen = Invoke-WithStore "
            $(& $Name)
            (Get-ECRLoginCommand $Parameter -NetworkCredential `$login).Username
            `$env:AWS_REGION = `$null
            (Get-ECRLoginCommand $Parameter -NetworkCredential `$login).Username
            (Get-ECRLoginCommand $Parameter -NetworkCredential `$login -Region eu-west-1).Username"
        $seen | Should -BeExactly 'AWS', 'AWS', 'AWS'
        (Get-SamlCall).parameters.RoleArn | Should -BeExactly $role
        @(Get-EcrCall | Where-Object service -EQ 'ecr').region | Should -BeExactly 'us-east-1', 'eu-west-3', 'eu-west-1'
    }

    It 'is not searched beside -ProfileLocation, and is no end for what it has not' {
        Write-Store @{ '0a' = @{ DisplayName = 'store'; EndpointName = 'idp' } } @{ '0a' = @{ DisplayName = 'other'; Endpoint = 'https://idp.example' } }
        $seen = Invoke-WithStore "
            try { Get-ECRLoginCommand -ProfileName store } catch { `$_.FullyQualifiedErrorId }
            try { Get-ECRLoginCommand -ProfileName store -ProfileLocation '$TestDrive/.aws/config' } catch { `$_.FullyQualifiedErrorId }
            (Get-ECRLoginCommand -ProfileName corp -NetworkCredential `$login).Username"
        $notFound = 'EcrLogin.ProfileNotFound,Get-ECRLoginCommand'
        $seen | Should -BeExactly $notFound, $notFound, 'AWS'
    }

    It 'that cannot be read is passed over, which -Verbose says' {
        Set-Content "$store/RegisteredAccounts.json" '{ broken'
        $seen = Invoke-WithStore '(Get-ECRLoginCommand -ProfileName corp -NetworkCredential $login -Verbose 4>&1) | ForEach-Object { "$_" }'
        $seen -match 'RegisteredAccounts\.json cannot be read' | Should -Not -BeNullOrEmpty
        $seen -match '^https://111122223333' | Should -Not -BeNullOrEmpty
    }

    It 'is none in the current directory when the user has no data folder' {
        Write-Store @{ '0a' = @{ DisplayName = 'store'; EndpointName = 'idp'; RoleArn = $role } } @{ '0a' = @{ DisplayName = 'idp'; Endpoint = "$endpoint/idp" } }
        $env:XDG_DATA_HOME = "$TestDrive/nowhere"
        Push-Location "$TestDrive/data"
        try {
            $seen = Invoke-WithStore 'Get-ECRLoginCommand -ProfileName store -NetworkCredential $login'
        } finally {
            Pop-Location
            $env:XDG_DATA_HOME = "$TestDrive/data"
        }
        $seen | Should -BeExactly 'EcrLogin.ProfileNotFound,Get-ECRLoginCommand'
    }
}

Describe 'The keys in that store' -Tag 'Windows' {
    It 'are decrypted as Windows encrypted them for the user' {
        $secure = [securestring]::new()
        foreach ($letter in 'second'.ToCharArray()) { $secure.AppendChar($letter) }
        & (Get-Module EcrLogin) { Unprotect-SdkStoreValue $args[0] } (ConvertFrom-SecureString $secure) | Should -BeExactly 'second'
    }

    It 'are none for another user' {
        & (Get-Module EcrLogin) { Unprotect-SdkStoreValue '01020304' } | Should -BeNullOrEmpty
    }
}
