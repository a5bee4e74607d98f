# What lies in a user's home whose name is long and odd, and the programs that a login finds on PATH.

BeforeDiscovery {
    $encodings = @(
        @{ Encoding = 'UTF-8'; Mark = $false; Name = 'utf-8' }
        @{ Encoding = 'UTF-8 with its mark'; Mark = $true; Name = 'utf-8' }
        @{ Encoding = 'UTF-16'; Mark = $true; Name = 'utf-16' }
        @{ Encoding = 'UTF-16, the other way round'; Mark = $true; Name = 'utf-16BE' }
    )
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Clients.ps1
    # Letters of Latin, Chinese and beyond the first plane, spaces, and near the longest path that Windows has.
    $script:odd = "J$([char]0xFC)rgen $([char]0x65E5)$([char]0x672C) $([char]::ConvertFromUtf32(0x1F600)) " + 'of a long name ' * 4 + 'end'
    $script:userHome = Join-Path $TestDrive $odd
    $null = New-Item -ItemType Directory "$userHome/.aws", "$userHome/bin of mine"
    Enter-TestEnvironment $userHome
    Open-LocalEcr
    Use-EcrSetting

    # Writes a file of .aws in an encoding, with the line ends of Windows.
    function Set-AwsFile($File, $Name, [bool] $Mark, [string[]] $Lines) {
        $encoding = [Text.Encoding]::GetEncoding($Name)
        $bytes = $encoding.GetBytes(($Lines -join "`r`n") + "`r`n")
        if ($Mark) { $bytes = $encoding.GetPreamble() + $bytes }
        [IO.File]::WriteAllBytes("$userHome/.aws/$File", $bytes)
    }

    # A folder on PATH, alone, for programs of a test.
    function New-ProgramFolder {
        $folder = (New-Item -ItemType Directory (Join-Path "$userHome/bin of mine" ([guid]::NewGuid().ToString('N').Substring(0, 8)))).FullName
        $env:PATH = "$folder$([IO.Path]::PathSeparator)$($before.Variables['PATH'])"
        $folder
    }

    function Get-Auth($File) {
        $auths = (Get-Content $File -Raw -Encoding UTF8 | ConvertFrom-Json).auths
        if ($auths) { $auths.PSObject.Properties.Name | Sort-Object }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A home with a long and odd name' {
    BeforeEach {
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = $env:AWS_REGION = $env:DOCKER_CONFIG = $null
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        Use-EcrSetting
    }

    It 'has profiles in .aws, as <Encoding>' -ForEach $encodings {
        Set-AwsFile config $Name $Mark '# of mine', '[profile "two words"]', 'region = eu-west-3', '[profile "CORP\user"]', 'region = eu-north-1'
        $keys = "aws_access_key_id = $accessKey", "aws_secret_access_key = $secretKey"
        Set-AwsFile credentials $Name $Mark (@('[two words]') + $keys + '[CORP\user]' + $keys)

        (Get-ECRLoginCommand -ProfileName 'two words').Endpoint | Should -BeExactly 'https://111122223333.dkr.ecr.eu-west-3.amazonaws.com'
        (Get-ECRLoginCommand -ProfileName 'CORP\user').Endpoint | Should -BeExactly 'https://111122223333.dkr.ecr.eu-north-1.amazonaws.com'
        (Get-EcrCall).access_key | Should -BeExactly $accessKey, $accessKey
    }

    It 'has the logins of docker in .docker/config.json' {
        $folder = New-ProgramFolder
        $client = Add-Client $folder
        Set-AwsFile config 'utf-8' $false '[profile work]', 'region = eu-west-1', "aws_access_key_id = $accessKey", "aws_secret_access_key = $secretKey"
        $login = Connect-ECRRegistry -ProfileName work -PassThru
        $file = Join-Path $userHome '.docker' | Join-Path -ChildPath 'config.json'
        $login.Store | Should -BeExactly $file
        Get-Auth $file | Should -BeExactly (Get-HostName 111122223333 eu-west-1)
        (Get-ClientRun $client).Text | Should -Match '^password-for-111122223333\s*$'
        (Disconnect-ECRRegistry 111122223333 -Region eu-west-1 -PassThru).Status | Should -BeExactly 'Removed'
        Get-Auth $file | Should -BeNullOrEmpty
    }

    Context 'with the program of a credential_process in it, in quotes' {
        BeforeAll {
            $script:program = Add-Client (New-ProgramFolder) 'keys of mine'
            function Set-Step([string[]] $Steps) { [IO.File]::WriteAllText("$program.steps", $Steps -join "`n") }
        }

        BeforeEach {
            Set-AwsFile config 'utf-8' $false '[profile program]', 'region = eu-west-1', "credential_process = `"$program`" --name `"a b`""
            Get-ChildItem "$program.runs" | Remove-Item -Recurse
        }

        It 'is started, and signs with what it prints' {
            Set-Step "print {`"Version`": 1, `"AccessKeyId`": `"$accessKey`", `"SecretAccessKey`": `"$secretKey`"}"
            (Get-ECRLoginCommand -ProfileName program).Password | Should -BeExactly 'password-for-111122223333'
            (Get-ClientRun $program).Arguments | Should -BeExactly '--name', 'a b'
            (Get-EcrCall).access_key | Should -BeExactly $accessKey
        }

        It 'is ended by Stop, with its children' {
            Set-Step 'hang'
            $shell = Open-Shell
            try {
                $running = $shell.AddScript('Get-ECRLoginCommand -ProfileName program').BeginInvoke()
                # The child holds the file, and writes to it, for as long as it lives.
                $beats = "$program.runs/0/beats"
                Wait-Until -Seconds 60 { (Test-Path $beats) -and (Get-Item $beats).Length -gt 0 }
                $shell.Stop()
                { $shell.EndInvoke($running) } | Should -Throw
            } finally {
                $shell.Dispose()
            }
            Wait-Until -Seconds 60 {
                try { [IO.File]::Open($beats, 'Open', 'ReadWrite', 'None').Dispose(); $true } catch [IO.IOException] { $false }
            }
        }
    }
}

Describe 'A docker' {
    BeforeEach {
        Use-EcrSetting
        $env:AWS_ACCESS_KEY_ID = $accessKey
        $env:AWS_SECRET_ACCESS_KEY = $secretKey
        $env:AWS_REGION = 'us-east-1'
        $script:folder = New-ProgramFolder
        $env:DOCKER_CONFIG = "$folder/config"
    }

    It 'is <Name>' -ForEach @(
        if ([IO.Path]::DirectorySeparatorChar -eq '\') { @{ Name = 'docker.exe' } } else { @{ Name = 'docker' } }
    ) {
        $client = Add-Client $folder
        Split-Path -Leaf $client | Should -BeExactly $Name
        (Connect-ECRRegistry -PassThru).Status | Should -BeExactly 'Succeeded'
        (Get-ClientRun $client).Arguments | Should -BeExactly 'login', '--username', 'AWS', '--password-stdin', (Get-HostName 111122223333)
    }

    # Files of commands are of Windows alone.
    It 'is docker.cmd, which starts another program' -Tag Windows {
        $client = Add-Client $folder 'another'
        Set-Content "$folder/docker.cmd" '@"%~dp0another.exe" %*' -Encoding ASCII
        (Connect-ECRRegistry -PassThru).Status | Should -BeExactly 'Succeeded'
        (Get-ClientRun $client).Arguments | Should -BeExactly 'login', '--username', 'AWS', '--password-stdin', (Get-HostName 111122223333)
    }

    It 'is missed where there is none on PATH' {
        $env:PATH = $folder
        $record = Get-Record { Connect-ECRRegistry -Tool docker }
        Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.ToolNotFound'
        Get-EcrCall | Should -BeNullOrEmpty
    }
}

Describe 'The credential manager of Windows' {
    BeforeEach {
        $script:folder = New-ProgramFolder
        $env:DOCKER_CONFIG = "$folder/config"
        $null = New-Item -ItemType Directory $env:DOCKER_CONFIG
        $script:config = "$env:DOCKER_CONFIG/config.json"
        Set-Content $config '{"credsStore":"wincred"}'
        $null = Add-StandIn $folder 'docker-credential-wincred' 'store'
        $env:STORE_FILE = "$folder/kept"
        [IO.File]::WriteAllText($env:STORE_FILE, '')
    }

    AfterEach {
        $env:STORE_FILE = $env:STORE_FAILS = $null
    }

    # The limit is that of Windows; elsewhere a store of that name has none.
    It 'keeps a password of <Length> bytes <Where>' -Tag Windows -ForEach @(
        @{ Length = 2560; Where = 'itself'; Kept = $true }
        @{ Length = 2561; Where = 'not: the file does, with a warning'; Kept = $false }
    ) {
        Use-EcrSetting @{ tokens = @{ '111122223333' = @{ password = 'p' * $Length } } }
        $null = Add-Client $folder
        $record = Get-Record { Connect-ECRRegistry -PassThru }
        $record.Output.Status | Should -BeExactly 'Succeeded'
        @(Get-Content $env:STORE_FILE).Count | Should -Be $(if ($Kept) { 1 } else { 0 })
        if ($Kept) {
            $record.Warning | Should -BeNullOrEmpty
        } else {
            "$($record.Warning)" | Should -BeLike '*kept in*'
            Get-Auth $config | Should -Contain (Get-HostName 111122223333)
        }
    }

    It 'of a session that has none leaves the login in the file, with a warning' {
        Use-EcrSetting
        $null = Add-Client $folder
        $env:STORE_FAILS = 'store: A specified logon session does not exist. It may already have been terminated.'
        $record = Get-Record { Connect-ECRRegistry -PassThru }
        $record.Output.Status | Should -BeExactly 'Succeeded'
        "$($record.Warning)" | Should -BeLike '*kept in*'
        Get-Auth $config | Should -Contain (Get-HostName 111122223333)
        (Get-Content $config -Raw | ConvertFrom-Json).credsStore | Should -BeExactly 'wincred'
    }
}

Describe 'Two PowerShells that log in at once' {
    It 'lose no login of each other, though docker reads and writes its file whole' {
        Use-EcrSetting
        $folder = New-ProgramFolder
        $env:DOCKER_CONFIG = "$folder/config"
        $client = Add-Client $folder
        [IO.File]::WriteAllText("$client.steps", 'slow')
        $accounts = 1..12 | ForEach-Object { '{0:d12}' -f $_ }
        $shells = foreach ($first in 0, 6) {
            $ids = ($accounts[$first..($first + 5)] | ForEach-Object { "'$_'" }) -join ','
            $file = "$TestDrive/shell-$first.ps1"
            Set-Content $file @"
Import-Module '$manifest'
`$null = New-Item '$TestDrive/ready-$first'
while (-not (Test-Path '$TestDrive/go')) { Start-Sleep -Milliseconds 10 }
(Connect-ECRRegistry -RegistryId $ids -PassThru).Status
"@
            $start = @{
                FilePath = (Get-Process -Id $PID).Path; ArgumentList = "-NoLogo -NoProfile -NonInteractive -File `"$file`""; PassThru = $true
                NoNewWindow = $true; RedirectStandardOutput = "$file.out"; RedirectStandardError = "$file.err"
            }
            Start-Process @start
        }
        Wait-Until -Seconds 120 { (Test-Path "$TestDrive/ready-0") -and (Test-Path "$TestDrive/ready-6") }
        $null = New-Item "$TestDrive/go"
        foreach ($shell in $shells) { $shell.WaitForExit() }
        foreach ($first in 0, 6) { Get-Content "$TestDrive/shell-$first.ps1.out" | Should -BeExactly @(@('Succeeded') * 6) }
        Get-Auth "$env:DOCKER_CONFIG/config.json" | Should -BeExactly ($accounts | ForEach-Object { Get-HostName $_ })
    }
}
