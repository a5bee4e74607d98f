# Install-, Test- and Uninstall-ECRCredentialHelper, with the helper that the module ships.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr

    $script:registry = '111122223333.dkr.ecr.eu-west-1.amazonaws.com'
    $script:other = '444455556666.dkr.ecr.eu-west-1.amazonaws.com'
    $script:config = Join-Path $TestDrive '.docker/config.json'
    $script:map = Join-Path $TestDrive '.ecrlogin/registries.json'
    $script:text = "{`n`t`"credsStore`": `"desktop`",`n`t`"psFormat`": `"table`"`n}"
    $name = if ($env:OS -eq 'Windows_NT') { 'EcrLogin/bin/docker-credential-ecrlogin.exe' } else { '.ecrlogin/bin/docker-credential-ecrlogin' }
    $script:copy = Join-Path $TestDrive $name
    $script:folder = Split-Path $copy

    function Read-Json($Path) { [IO.File]::ReadAllText($Path) | ConvertFrom-Json }

    # Every file at home but the locks, and its content.
    function Get-Home {
        Get-ChildItem $TestDrive -Recurse -File -Force | Where-Object Name -NotLike '*.lock' | Sort-Object FullName |
            ForEach-Object { "$($_.FullName): $((Get-FileHash -LiteralPath $_.FullName).Hash)" }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The credential helper' {
    BeforeEach {
        Use-EcrSetting
        $script:path = $env:PATH
        $env:LOCALAPPDATA = $TestDrive
        foreach ($variable in 'DOCKER_CONFIG', 'REGISTRY_AUTH_FILE', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR', 'SHELL') { Use-Variable $variable $null }
        $null = New-Item -ItemType Directory "$TestDrive/.aws", (Split-Path $config) -Force
        [IO.File]::WriteAllText("$TestDrive/.aws/credentials", "[prod]`naws_access_key_id = $accessKey`naws_secret_access_key = $secretKey`n[dev]`naws_access_key_id = A`naws_secret_access_key = b`n")
        [IO.File]::WriteAllText($config, $text)
        $script:atHome = Get-Home
    }

    AfterEach {
        Uninstall-ECRCredentialHelper -WarningAction Ignore -InformationAction Ignore
        $env:PATH = $path
        Get-ChildItem $TestDrive -Force | Remove-Item -Recurse -Force
    }

    It 'is installed for registries, and taken away to the byte' {
        $record = Get-Record { Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker -WarningAction Ignore }
        $record.Error | Should -BeNullOrEmpty
        (Read-Json $config).credHelpers.$registry | Should -BeExactly 'ecrlogin'
        (Read-Json $config).credsStore | Should -BeExactly 'desktop'
        (Read-Json $map).registries | ConvertTo-Json -Compress | Should -BeExactly "{`"match`":`"$registry`",`"profile`":`"prod`"}"
        $copy | Should -Exist
        (& $copy version) | Should -Match 'ecrlogin'
        "$($record.Information)" | Should -Match 'Copy the credential helper: .*docker-credential-ecrlogin'
        "$($record.Information)" | Should -Match 'Set credHelpers for .* of docker: '

        $again = Get-Record { Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker -WarningAction Ignore }
        "$($again.Information)" | Should -BeExactly 'The credential helper is installed already, as wanted.'

        $record = Get-Record { Uninstall-ECRCredentialHelper }
        "$($record.Information)" | Should -Match 'Take the helper out: '
        $record.Warning | Should -BeNullOrEmpty
        Get-Home | Should -BeExactly $atHome
        "$((Get-Record { Uninstall-ECRCredentialHelper }).Information)" | Should -BeExactly 'No credential helper of EcrLogin is installed.'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf, and says what it would' {
        $null = Get-Record { Install-ECRCredentialHelper $registry -ProfileName prod -AsStore -AddToPath -WhatIf }
        Get-Home | Should -BeExactly $atHome
        $env:PATH | Should -BeExactly $path
        Install-ECRCredentialHelper $registry -Tool docker -WarningAction Ignore -InformationAction Ignore
        $installed = Get-Home
        Uninstall-ECRCredentialHelper -WhatIf
        Get-Home | Should -BeExactly $installed
    }

    It 'names every file with -WhatIf, given as <Form>' -ForEach @(
        @{ Form = 'a parameter'; Given = '-WhatIf'; Preference = $false }
        @{ Form = 'a preference'; Given = ''; Preference = $true }
    ) {
        $script = {
            param($Command)
            $lines = "`$WhatIfPreference = `$$Preference; $Command $Given -WarningAction Ignore -InformationAction Ignore"
            & (Get-Process -Id $PID).Path -NoProfile -Command "Import-Module '$env:ECRLOGIN_MODULE/EcrLogin.psd1'; $lines"
        }
        $told = & $script "Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker,podman"
        $told | Where-Object { $_ -like 'What if:*' } | Should -HaveCount 4
        foreach ($file in $copy, $map, $config, 'auth.json') { "$told" | Should -Match ([regex]::Escape($file)) }
        $copy, $map | Should -Not -Exist
        [IO.File]::ReadAllText($config) | Should -BeExactly $text
        Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker, podman -WarningAction Ignore -InformationAction Ignore
        $told = & $script 'Uninstall-ECRCredentialHelper'
        $told | Where-Object { $_ -like 'What if:*' } | Should -HaveCount 4
        foreach ($file in $copy, $map, $config, 'auth.json') { "$told" | Should -Match ([regex]::Escape($file)) }
        $copy | Should -Exist
    }

    It 'takes no value to be taken away' {
        "$((Get-Record { Uninstall-ECRCredentialHelper extra }).Thrown)" | Should -BeLike '*value too many*Get-Help Uninstall-ECRCredentialHelper *'
    }

    It 'asks for no service with -WhatIf, and once without a name' {
        Install-ECRCredentialHelper -Tool docker -WhatIf
        Get-EcrCall | Should -BeNullOrEmpty
        Install-ECRCredentialHelper -Tool docker -WarningAction Ignore -InformationAction Ignore
        @(Get-EcrCall).Count | Should -Be 1
        @((Read-Json $config).credHelpers.PSObject.Properties.Name).Count | Should -Be 1
    }

    It 'takes accounts with a profile each from the pipeline' {
        [pscustomobject]@{ RegistryId = $registry; ProfileName = 'prod'; Role = $null },
        [pscustomobject]@{ RegistryId = '444455556666'; ProfileName = 'dev'; Region = 'eu-west-1'; Role = 'arn:aws:iam::{account}:role/pull' } |
            Install-ECRCredentialHelper -Tool docker -WarningAction Ignore -InformationAction Ignore
        (Read-Json $map).registries.profile | Should -BeExactly 'prod', 'dev'
        (Read-Json $map).registries[1].role | Should -BeExactly 'arn:aws:iam::{account}:role/pull'
        (Read-Json $config).credHelpers.PSObject.Properties.Name | Should -BeExactly $registry, $other
    }

    It 'does again what was installed, without a word of what' {
        Install-ECRCredentialHelper $registry -ProfileName prod -Tool podman -WarningAction Ignore -InformationAction Ignore
        [IO.File]::AppendAllText($copy, 'old')
        "$((Test-ECRCredentialHelper $registry -Tool podman).Problems)" | Should -Match ([regex]::Escape($folder))
        $StoredAWSRegion = 'us-east-1'
        $record = Get-Record { Install-ECRCredentialHelper -WarningAction Ignore }
        $record.Error | Should -BeNullOrEmpty
        "$($record.Information)" | Should -Match '^Copy the credential helper: [^:]*(:\\[^:]*)?$'
        (& $copy version) | Should -Match 'ecrlogin'
        [IO.File]::ReadAllText($config) | Should -BeExactly $text
        "$((Get-Record { Install-ECRCredentialHelper -WarningAction Ignore }).Information)" | Should -BeExactly 'The credential helper is installed already, as wanted.'
        Get-EcrCall | Should -BeNullOrEmpty
        $StoredAWSRegion | Should -BeExactly 'us-east-1'
    }

    It 'is taken away though what installing wrote down was lost' {
        [IO.File]::WriteAllText($config, '{}')
        Install-ECRCredentialHelper $registry -Tool docker -WarningAction Ignore -InformationAction Ignore
        Remove-Item "$TestDrive/.ecrlogin/installed.json"
        $record = Get-Record { Install-ECRCredentialHelper $registry -Tool docker -WhatIf }
        $record.Error | Should -BeNullOrEmpty
        "$TestDrive/.ecrlogin/installed.json" | Should -Not -Exist
        $record = Get-Record { Install-ECRCredentialHelper $registry -Tool docker -WarningAction Ignore }
        "$($record.Information)" | Should -Match '^Write down what was installed already: .*installed\.json$'
        Uninstall-ECRCredentialHelper -InformationAction Ignore
        [IO.File]::ReadAllText($config) | Should -BeExactly '{}'
        $copy | Should -Not -Exist
    }

    It 'becomes the store of all, and remembers the one before' {
        Install-ECRCredentialHelper -AsStore -ProfileName prod -Tool docker -WarningAction Ignore -InformationAction Ignore
        (Read-Json $config).credsStore | Should -BeExactly 'ecrlogin'
        (Read-Json "$TestDrive/.ecrlogin/installed.json").next | Should -BeExactly 'desktop'
        (Read-Json $map).registries[0].match | Should -BeExactly '*.dkr.ecr.*.amazonaws.com'
        Uninstall-ECRCredentialHelper -InformationAction Ignore
        [IO.File]::ReadAllText($config) | Should -BeExactly $text
    }

    It 'leaves a store that was changed since, and says so' {
        Install-ECRCredentialHelper -AsStore -Tool docker -WarningAction Ignore -InformationAction Ignore
        [IO.File]::WriteAllText($config, '{"credsStore":"pass"}')
        $record = Get-Record { Uninstall-ECRCredentialHelper }
        "$($record.Warning)" | Should -Match 'config.json was changed by others since, and is left as it is'
        [IO.File]::ReadAllText($config) | Should -BeExactly '{"credsStore":"pass"}'
    }

    It 'is put on PATH, in this session too' -Tag 'Unix' {
        $record = Get-Record { Install-ECRCredentialHelper $registry -Tool docker }
        "$($record.Warning)" | Should -Match 'is not on PATH'
        $record = Get-Record { Install-ECRCredentialHelper $registry -Tool docker -AddToPath }
        $record.Warning | Should -BeNullOrEmpty
        $env:PATH.Split([IO.Path]::PathSeparator)[0] | Should -BeExactly $folder
        (Get-Command docker-credential-ecrlogin).Source | Should -BeExactly $copy
        [IO.File]::ReadAllText("$TestDrive/.profile") | Should -BeExactly "export PATH=`"`$HOME/.ecrlogin/bin:`$PATH`" # EcrLogin`n"
        Uninstall-ECRCredentialHelper -InformationAction Ignore
        $env:PATH.Split([IO.Path]::PathSeparator) | Should -Not -Contain $folder
    }

    It 'is put on the PATH of the user as it stands there, which is <Kind> <Stands>, and taken off it' -Tag 'Windows' -ForEach @(
        @{ Kind = 'ExpandString'; Stands = '%USERPROFILE%\tools;%SystemRoot%' }
        @{ Kind = 'String'; Stands = 'C:\50%;D:\b' }
        @{ Kind = 'None'; Stands = '' }
    ) {
        $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Environment', $true)
        $find = {
            if ('PATH' -notin $key.GetValueNames()) { return 'None', '' }
            "$($key.GetValueKind('PATH'))", $key.GetValue('PATH', $null, 'DoNotExpandEnvironmentNames')
        }
        $put = { param($Kind, $Text) if ($Kind -eq 'None') { $key.DeleteValue('PATH', $false) } else { $key.SetValue('PATH', $Text, $Kind) } }
        $before = & $find
        try {
            & $put $Kind $Stands
            Install-ECRCredentialHelper $registry -Tool docker -AddToPath -WarningAction Ignore -InformationAction Ignore
            & $find | Should -BeExactly $(if ($Stands) { $Kind, "$folder;$Stands" } else { 'String', $folder })
            Uninstall-ECRCredentialHelper -InformationAction Ignore
            & $find | Should -BeExactly $Kind, $Stands
        } finally {
            & $put @before
            $key.Dispose()
        }
    }

    It 'is told of as an object' {
        Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker -WarningAction Ignore -InformationAction Ignore
        $env:PATH = "$folder$([IO.Path]::PathSeparator)$path"
        $found = Test-ECRCredentialHelper -Tool docker
        $found.PSObject.TypeNames[0] | Should -BeExactly 'EcrLogin.CredentialHelper'
        $found.Problems | Should -BeNullOrEmpty
        $found.IsReady | Should -BeTrue
        $found.Registry, $found.Profile, $found.Account, $found.Region | Should -BeExactly $registry, 'prod', '111122223333', 'eu-west-1'
        $found.MapLine | Should -Match 'registries.json, line \d'
        $found.Clients | Should -Match '^docker: ecrlogin, by credHelpers in '
        $found.KeptUntil | Should -BeNullOrEmpty
        "$found" | Should -BeExactly $registry
        ($found | Format-Table | Out-String) | Should -Match 'Registry +IsReady +Profile'
        ($found | Format-List | Out-String) | Should -Match 'MapLine'
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is told of all registries where it is the store, without a name' -Tag 'Unix' {
        [IO.File]::WriteAllText($config, '{}')
        Install-ECRCredentialHelper -AsStore -ProfileName prod -Tool docker -AddToPath -InformationAction Ignore
        $found = Test-ECRCredentialHelper
        $found.Registry, $found.IsReady | Should -BeExactly '*', $true
        ($found | Format-Table | Out-String) | Should -Match '(?m)^\* +True '
        [IO.File]::WriteAllText($config, '{}')
        $found = Test-ECRCredentialHelper -Tool docker
        $found.IsReady | Should -BeFalse
        "$($found.Problems)" | Should -Match 'docker does not ask the helper for every registry: .*Run Install-ECRCredentialHelper again\.'
        Install-ECRCredentialHelper -InformationAction Ignore
        (Test-ECRCredentialHelper -Tool docker).IsReady | Should -BeTrue
        Get-EcrCall | Should -BeNullOrEmpty
    }

    It 'is told to be amiss, with the remedy, when <Scenario>' -ForEach @(
        @{ Scenario = 'it is not on PATH'; Break = { $env:PATH = $path }; Told = 'is not on PATH' }
        @{ Scenario = 'it is missing'; Break = { Remove-Item $copy }; Told = 'is not installed' }
        @{ Scenario = 'it is of another version'; Break = { [IO.File]::AppendAllText($copy, 'x') }; Told = 'another version' }
        @{ Scenario = 'a store overrules it'; Break = { [IO.File]::WriteAllText($config, '{"credsStore":"desktop"}') }; Told = "'desktop' is asked for" }
        @{ Scenario = 'another helper is first'; Break = { [IO.File]::WriteAllText($config, "{`"credHelpers`":{`"$registry`":`"ecr-login`"}}") }; Told = "Amazon's helper" }
        @{ Scenario = 'the map is wrong'; Break = { [IO.File]::WriteAllText($map, '{ "version": 3 }') }; Told = "registries.json, line 1: 'version'" }
    ) {
        Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker -WarningAction Ignore -InformationAction Ignore
        $env:PATH = "$folder$([IO.Path]::PathSeparator)$path"
        . $Break
        $found = Test-ECRCredentialHelper $registry -Tool docker
        $found.IsReady | Should -BeFalse
        "$($found.Problems)" | Should -Match $Told
        $found.Registry | Should -BeExactly $registry
    }

    It 'is not installed for <Scenario>' -ForEach @(
        @{ Scenario = 'what is no registry'; Arguments = @{ RegistryId = 'docker.io' }; Id = 'EcrLogin.InvalidRegistryName' }
        @{ Scenario = 'a profile that is not there'; Arguments = @{ ProfileName = 'absent'; RegistryId = '111122223333.dkr.ecr.eu-west-1.amazonaws.com' }; Id = 'EcrLogin.ProfileNotFound' }
        @{ Scenario = 'a pattern without -AsStore'; Arguments = @{ RegistryId = '*.dkr.ecr.*.amazonaws.com' }; Id = 'EcrLogin.InvalidParameter' }
        @{ Scenario = 'an empty profile'; Arguments = @{ ProfileName = '' }; Id = 'EcrLogin.InvalidParameter' }
        @{ Scenario = 'an empty role'; Arguments = @{ Role = '' }; Id = 'EcrLogin.InvalidParameter' }
    ) {
        { Install-ECRCredentialHelper @Arguments -Tool docker -ErrorAction Stop } | Should -Throw -ErrorId "$Id,EcrLogin.Commands.InstallECRCredentialHelper"
        Get-Home | Should -BeExactly $atHome
    }

    It 'tells a config that is none by its code' {
        [IO.File]::WriteAllText($config, 'no JSON')
        { Install-ECRCredentialHelper $registry -Tool docker } | Should -Throw -ErrorId 'EcrLogin.ClientConfigInvalid,*'
        [IO.File]::ReadAllText($config) | Should -BeExactly 'no JSON'
    }

    It 'gives a client what it asks for' {
        Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker -WarningAction Ignore -InformationAction Ignore
        $login = $registry | & $copy get | ConvertFrom-Json
        $login.Username | Should -BeExactly 'AWS'
        $login.Secret | Should -BeExactly 'password-for-111122223333'
        @(Get-EcrCall).Count | Should -Be 1
        $found = Test-ECRCredentialHelper $registry -Tool docker
        $found.KeptUntil | Should -BeGreaterThan (Get-Date)
        $found.HandedInAt | Should -BeNullOrEmpty
    }

    It 'tells a login that a client handed in, until the map says something else of its registry' {
        Install-ECRCredentialHelper $registry -Tool docker -WarningAction Ignore -InformationAction Ignore
        $null = ConvertTo-Json @{ ServerURL = $registry; Username = 'AWS'; Secret = 'handed-in' } | & $copy store
        $LASTEXITCODE | Should -Be 0
        $found = Test-ECRCredentialHelper $registry -Tool docker
        $found.HandedInAt | Should -BeLessOrEqual (Get-Date)
        $found.KeptUntil | Should -BeGreaterThan (Get-Date)
        ($registry | & $copy get | ConvertFrom-Json).Secret | Should -BeExactly 'handed-in'

        Install-ECRCredentialHelper $registry -ProfileName prod -Tool docker -WarningAction Ignore -InformationAction Ignore
        (Test-ECRCredentialHelper $registry -Tool docker).KeptUntil | Should -BeNullOrEmpty
        ($registry | & $copy get | ConvertFrom-Json).Secret | Should -BeExactly 'password-for-111122223333'
    }

    It 'leaves a registry of others to the client that has a login to it' {
        [IO.File]::WriteAllText($config, '{"auths":{"https://index.docker.io/v1/":{"auth":"eDp5"}}}')
        Install-ECRCredentialHelper $registry -Tool docker -WarningAction Ignore -InformationAction Ignore
        $found = Test-ECRCredentialHelper docker.io -Tool docker
        $found.IsReady | Should -BeTrue
        $found.Problems | Should -BeNullOrEmpty
        $found.Clients | Should -Match '^docker: a login in .*config\.json$'
        $found.Next | Should -Not -Match 'auths'
        Install-ECRCredentialHelper $registry -AsStore -Tool docker -WarningAction Ignore -InformationAction Ignore
        $found = Test-ECRCredentialHelper docker.io -Tool docker
        "$($found.Problems)" | Should -Not -Match 'docker\.io'
        $found.Next | Should -Match 'auths'
    }

    It 'completes registries, Regions and profiles' {
        Install-ECRCredentialHelper $registry -Tool docker -WarningAction Ignore -InformationAction Ignore
        foreach ($command in 'Install-ECRCredentialHelper', 'Test-ECRCredentialHelper') {
            (TabExpansion2 "$command 1111" "$command 1111".Length).CompletionMatches.CompletionText | Should -Contain $registry
        }
        $line = 'Install-ECRCredentialHelper -ProfileName pr'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -BeExactly 'prod'
    }
}
