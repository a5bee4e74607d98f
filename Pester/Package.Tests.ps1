# What is published: the archives in the folder that ECRLOGIN_PACKAGE names, as someone gets them who has nothing else.

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Clients.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting

    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $script:version = (Import-PowerShellDataFile $manifest).ModuleVersion
    $script:archives = @{
        zip   = Join-Path $env:ECRLOGIN_PACKAGE "EcrLogin.$version.zip"
        nupkg = Join-Path $env:ECRLOGIN_PACKAGE "EcrLogin.$version.nupkg"
    }

    # Installs from an archive into the module folder of a home of its own, and gives that home. The zip holds the module's
    # place in such a folder, the .nupkg the files alone.
    function Install-Archive($Kind) {
        $userHome = Join-Path $TestDrive ([guid]::NewGuid())
        $place = Join-Path $userHome 'modules'
        if ($Kind -eq 'nupkg') { $place = Join-Path $place "EcrLogin/$version" }
        $null = New-Item -ItemType Directory $place
        [IO.Compression.ZipFile]::ExtractToDirectory($archives[$Kind], $place)
        $userHome
    }

    function Get-Installed($UserHome) { Join-Path $UserHome "modules/EcrLogin/$version" }

    # The files of a module that are not as its SHA256SUMS says, missing ones and such as it does not name.
    function Get-Deviation($Folder) {
        $named = @('SHA256SUMS')
        foreach ($line in Get-Content (Join-Path $Folder 'SHA256SUMS')) {
            $sum, $name = $line -split '  ', 2
            $named += $name
            $file = Join-Path $Folder $name
            if (-not (Test-Path $file) -or (Get-FileHash $file -Algorithm SHA256).Hash -ne $sum) { $name }
        }
        foreach ($file in Get-ChildItem $Folder -Recurse -File -Force) {
            $name = $file.FullName.Substring((Get-Item $Folder).FullName.Length + 1).Replace('\', '/')
            if ($name -cnotin $named) { $name }
        }
    }

    # Runs the card's lines in a PowerShell of its own, at home in an installed package, in a folder with nothing in it.
    function Invoke-Card($UserHome, $Options = '') {
        $folder = Join-Path $UserHome 'work'
        $null = New-Item -ItemType Directory $folder
        Copy-Item $PSScriptRoot/../build/card.ps1 $UserHome
        $script = Join-Path $UserHome 'run.ps1'
        $aliases = if (Test-Path "$UserHome/tools") { Get-AliasLine "$UserHome/tools" }
        Set-Content $script (@($aliases) + ". '$UserHome/card.ps1' $Options" + '(Get-Module EcrLogin).ModuleBase')
        $before = @{ HOME = $env:HOME; USERPROFILE = $env:USERPROFILE; PSModulePath = $env:PSModulePath }
        $env:HOME = $env:USERPROFILE = $UserHome
        $env:PSModulePath = Join-Path $UserHome 'modules'
        Push-Location $folder
        try {
            $words = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -File $script 2>&1
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Words = $words | Out-String; Module = "$($words[-1])" }
        } finally {
            Pop-Location
            foreach ($name in $before.Keys) { Use-Variable $name $before[$name] }
        }
    }

    # The nuspec of the .nupkg, and the names of its parts.
    function Open-Nupkg {
        $zip = [IO.Compression.ZipFile]::OpenRead($archives['nupkg'])
        try {
            $parts = @{}
            foreach ($entry in $zip.Entries) {
                $reader = [IO.StreamReader]::new($entry.Open())
                $parts[$entry.FullName] = if ($entry.Name -match '\.(nuspec|rels|xml)$') { [xml]$reader.ReadToEnd() }
                $reader.Dispose()
            }
            $parts
        } finally {
            $zip.Dispose()
        }
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The <_>' -ForEach 'zip', 'nupkg' {
    It 'has the sum that lies beside it' {
        $sum, $name = (Get-Content "$($archives[$_]).sha256") -split '  ', 2
        $name | Should -BeExactly (Split-Path -Leaf $archives[$_])
        (Get-FileHash $archives[$_] -Algorithm SHA256).Hash | Should -Be $sum
    }

    It 'is small enough to be fetched by every job of a pipeline' {
        (Get-Item $archives[$_]).Length | Should -BeLessThan 40MB
    }

    It 'runs the lines of the card from an empty home' {
        $there = Install-Archive $_
        $done = Invoke-Card $there
        $done.Words | Should -Match '123456789012\.dkr\.ecr\.us-east-1\.amazonaws\.com'
        $done.Words | Should -Match '210987654321\.dkr\.ecr\.us-east-1\.amazonaws\.com'
        $done.Words | Should -Match 'docker login --username AWS --password \*\*\* '
        $done.ExitCode | Should -Be 0
        (Get-Item $done.Module).FullName | Should -BeExactly (Get-Item (Get-Installed $there)).FullName
    }

    It 'holds nothing of the time it was made at' {
        $zip = [IO.Compression.ZipFile]::OpenRead($archives[$_])
        try {
            $zip.Entries.LastWriteTime.Year | Sort-Object -Unique | Should -BeExactly 1980
        } finally {
            $zip.Dispose()
        }
    }
}

Describe 'What is installed' {
    It 'is the module as it was built, its help and its views, and nothing of its sources' {
        $there = (Get-Item (Get-Installed (Install-Archive zip))).FullName
        $files = Get-ChildItem $there -Recurse -File -Force | ForEach-Object { $_.FullName.Substring($there.Length + 1).Replace('\', '/') }
        $files -notmatch '^runtimes/[\w-]+/native/((lib)?ecr_login\.(so|dll|dylib)|docker-credential-ecrlogin(\.exe)?)$' | Sort-Object | Should -BeExactly (@(
                "EcrLogin-$version.dll", 'EcrLogin.Format.ps1xml', 'EcrLogin.psd1', 'LICENSE-APACHE', 'LICENSE-MIT', 'SHA256SUMS'
                'THIRD-PARTY-LICENSES.txt', 'en-US/about_EcrLogin.help.txt', "en-US/EcrLogin-$version.dll-Help.xml") | Sort-Object)
        $rids = @($files -match '^runtimes/' -replace '^runtimes/([^/]+)/.*', '$1' | Sort-Object -Unique)
        $rids.Count | Should -BeGreaterThan 0
        @($files -match '^runtimes/').Count | Should -Be (2 * $rids.Count) -Because 'each library has its helper beside it'
    }

    It 'has its help, by the name of a command and with its syntax' {
        $there = Install-Archive nupkg
        $path = $env:PSModulePath
        $env:PSModulePath = "$there/modules"
        try {
            $help = & (Get-Process -Id $PID).Path -NoLogo -NoProfile -NonInteractive -Command 'Get-Help Get-ECRLoginCommand -Parameter UseCache; Get-Help about_EcrLogin' | Out-String
        } finally {
            $env:PSModulePath = $path
        }
        $help | Should -Match '-UseCache <SwitchParameter>'
        $help | Should -Match 'ECRUseCachePreference'
        $help | Should -Match 'Troubleshooting'
    }
}

Describe 'The sums' {
    It 'are those of all files' {
        Get-Deviation (Get-Installed (Install-Archive zip)) | Should -BeNullOrEmpty
    }

    It 'tell of a file that was <Scenario>' -ForEach @(
        @{ Scenario = 'changed'; Change = { Add-Content $args[0] ' ' } }
        @{ Scenario = 'removed'; Change = { Remove-Item $args[0] } }
        @{ Scenario = 'added'; Change = { Rename-Item $args[0] 'LICENSE-NEW' }; Found = 'LICENSE-MIT', 'LICENSE-NEW' }
    ) {
        $there = Get-Installed (Install-Archive zip)
        & $Change (Join-Path $there 'LICENSE-MIT')
        $expected = if ($Found) { $Found } else { 'LICENSE-MIT' }
        Get-Deviation $there | Should -BeExactly $expected
    }

    It 'are those of the files in the .nupkg, which adds what NuGet asks for and no more' {
        $added = (Open-Nupkg).Keys -match '^(_rels/|package/|\[Content_Types\]\.xml$|EcrLogin\.nuspec$)' | Sort-Object
        $added.Count | Should -Be 4
        Get-Deviation (Get-Installed (Install-Archive nupkg)) | Sort-Object | Should -BeExactly $added
    }
}

Describe 'The login' {
    It 'is done by docker when the card asks for it' {
        $there = Install-Archive zip
        $tools = (New-Item -ItemType Directory (Join-Path $there 'tools')).FullName
        $client = Add-Client $tools
        $path = $env:PATH
        $env:PATH = "$tools$([IO.Path]::PathSeparator)$path"
        try {
            (Invoke-Card $there '-Login').ExitCode | Should -Be 0
        } finally {
            $env:PATH = $path
        }
        (Get-ClientRun $client).Arguments | Should -BeExactly @(
            'login', '--username', 'AWS', '--password', 'password-for-111122223333'
            'https://111122223333.dkr.ecr.us-east-1.amazonaws.com')
    }
}

Describe 'The .nupkg' {
    BeforeAll {
        $script:parts = Open-Nupkg
        $script:metadata = $parts['EcrLogin.nuspec'].package.metadata
    }

    It 'tells the Gallery what the manifest says' {
        $data = Import-PowerShellDataFile $manifest
        $metadata.id | Should -BeExactly 'EcrLogin'
        $metadata.version | Should -BeExactly $data.ModuleVersion
        $metadata.authors | Should -BeExactly $data.Author
        $metadata.description | Should -BeExactly $data.Description
        $metadata.projectUrl | Should -BeExactly $data.PrivateData.PSData.ProjectUri
        $metadata.license.type | Should -BeExactly 'expression'
        $metadata.license.InnerText | Should -BeExactly 'Apache-2.0 OR MIT'
        $metadata.releaseNotes | Should -BeExactly $data.PrivateData.PSData.ReleaseNotes.Replace("`r", '')
        $metadata.releaseNotes | Should -Match 'Get-ECRLoginCommand'
    }

    It 'is found by its tags, editions and commands' {
        $data = Import-PowerShellDataFile $manifest
        $commands = $data.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
        $commands.Count | Should -Be 26
        $expected = @('PSModule', 'PSIncludes_Cmdlet'; $data.PrivateData.PSData.Tags; $commands)
        $metadata.tags -split ' ' | Sort-Object | Should -BeExactly ($expected | Sort-Object)
    }

    It 'says of every part what it is, and points to those that are there' {
        $types = $parts['[Content_Types].xml'].Types
        foreach ($part in $parts.Keys -ne '[Content_Types].xml') {
            $extension = [IO.Path]::GetExtension($part)
            if ($extension) {
                $types.Default.Extension | Should -Contain $extension.Substring(1)
            } else {
                $types.Override.PartName | Should -Contain "/$part"
            }
        }
        foreach ($link in $parts['_rels/.rels'].Relationships.Relationship) { $parts.Keys | Should -Contain $link.Target.Substring(1) }
    }
}

Describe 'The licences of third parties' {
    BeforeAll {
        $script:list = Get-Content (Join-Path (Get-Installed (Install-Archive zip)) 'THIRD-PARTY-LICENSES.txt') -Encoding UTF8
        $heads = @($list | Where-Object { $_ -match '^[\w-]+ \d+\.\d+\.\d\S*: ' })
        $script:crates = @($heads -match ', https?://' -replace ': .*')
        $script:texts = @($heads -notmatch ', https?://' -replace ': .*')
    }

    It 'name what is in the library, and nothing that only tests need' {
        $crates -replace ' .*' | Should -Contain 'rustls'
        $crates -replace ' .*' | Should -Contain 'aws-sdk-ecr'
        $crates.Count | Should -BeGreaterThan 100
        $crates -replace ' .*' | Should -Not -Contain 'cbindgen'
        $crates -replace ' .*' | Should -Not -Contain 'rcgen'
        $crates -replace ' .*' | Should -Not -Contain 'ecr_login'
    }

    It 'have for each its terms' {
        $crates | Where-Object { $_ -cnotin $texts } | Should -BeNullOrEmpty
        $list -join "`n" | Should -Match 'Permission is hereby granted, free of charge'
        $list -join "`n" | Should -Match 'TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION'
    }
}
