BeforeDiscovery {
    . $PSScriptRoot/../build/library.ps1
    # As the build names them.
    $libraries = $ridOfTarget.Values | Sort-Object | ForEach-Object { @{ Rid = $_; File = Get-LibraryName $_ } }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Shells.ps1
    . $PSScriptRoot/../build/library.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting

    # The library of tests/libraries, as Cargo names it.
    function Get-OddLibrary {
        foreach ($name in 'libodd.so', 'odd.dll', 'libodd.dylib') {
            $path = [IO.Path]::Combine($env:ECRLOGIN_CLIENTS, 'examples', $name)
            if (Test-Path $path) { return $path }
        }
    }

    # The name of this system, which its library lies under.
    function Get-OwnRid {
        $system = switch -Regex ([Runtime.InteropServices.RuntimeInformation]::OSDescription) { 'Windows' { 'win' } 'Darwin' { 'osx' } default { 'linux' } }
        if ($system -eq 'linux' -and (Select-String -Path /proc/self/maps -Pattern '/ld-musl-' -Quiet)) { $system = 'linux-musl' }
        "$system-$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'A missing library' {
    It 'leaves import and help working' {
        $found = Invoke-InShell 'Import-Module $args[0]; (Get-Help Get-ECRLoginCommand).Synopsis' (Copy-WithoutLibrary)
        $found | Should -BeLike 'Gets *'
    }

    It 'is told by the first call, with where it looked and what the package holds' {
        $copy = Copy-WithoutLibrary
        $null = New-Item -ItemType Directory "$copy/runtimes/some-rid/native"
        $found = Invoke-InShell 'Import-Module $args[0]; Get-ECRLoginCommand' $copy
        Get-ErrorId $found | Should -BeExactly 'EcrLogin.LibraryNotFound'
        $found.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$found".Replace('\', '/') | Should -BeLike "*$($copy.Replace('\', '/'))/runtimes/*/native/*ecr_login.*"
        "$found" | Should -BeLike '*some-rid*'
    }

    It 'is not searched for anywhere else' {
        $copy = Copy-WithoutLibrary
        Copy-Item (Get-Library) $copy
        $found = Invoke-InShell 'Import-Module $args[0]; Set-Location $args[0]; Get-ECRLoginCommand' $copy
        Get-ErrorId $found | Should -BeExactly 'EcrLogin.LibraryNotFound'
    }

    It 'is named for this system' {
        $found = Invoke-InShell 'Import-Module $args[0]; Get-ECRLoginCommand' (Copy-WithoutLibrary)
        Get-ErrorId $found | Should -BeExactly 'EcrLogin.LibraryNotFound'
        "$found".Replace('\', '/') | Should -BeLike "*/runtimes/$(Get-OwnRid)/native/$(Split-Path -Leaf (Get-Library))*"
    }

    It 'is named for <Rid> as the build names it, <File>' -ForEach $libraries {
        $finder = Get-Content "$PSScriptRoot/../ps-module/Engine/LibraryFinder.cs" -Raw
        $finder | Should -Match "\[`"$Rid`"\] = `"$([regex]::Escape($File))`""
        @([regex]::Matches($finder, '\["[\w-]+"\] = "\w+\.\w+"')).Count | Should -Be $ridOfTarget.Count
    }

    # .NET under wine does not come back from an error in a call by reflection.
    It 'is another matter on a system that there is none for' -Tag Wine {
        # No system that PowerShell runs on here is one.
        $finder = [EcrLogin.LoginCommand].Assembly.GetType('EcrLogin.Engine.LibraryFinder').GetMethod('FindOwn', [Reflection.BindingFlags]'NonPublic, Static')
        $found = $null
        try { $finder.Invoke($null, @("$TestDrive", 'linux-s390x')) } catch { $found = $_.Exception.GetBaseException() }
        $found.Code | Should -BeExactly 'UnsupportedPlatform'
        "$found" | Should -BeLike '*linux-s390x*'
        "$found" | Should -BeLike '*linux-musl-x64*'
    }
}

Describe 'The library' {
    AfterEach {
        $env:ECRLOGIN_LIBRARY = $env:ODD_VERSION = $null
    }

    BeforeAll {
        $script:library = Get-Library

        # Calls fail where ECRLOGIN_LIBRARY names this, and work once it does not.
        function Assert-Named($Path) {
            $env:ECRLOGIN_LIBRARY = $Path
            $record = Get-Record { Get-ECRLoginCommand }
            Get-ErrorId $record.Thrown | Should -BeExactly 'EcrLogin.LibraryNotFound'
            "$($record.Thrown)" | Should -BeLike "*$Path*"
            $env:ECRLOGIN_LIBRARY = $null
            Get-ECRLoginCommand | Should -Not -BeNullOrEmpty
        }
    }

    It 'lies in the folder of this system' {
        $library.Replace('\', '/') | Should -BeLike "*/runtimes/$(Get-OwnRid)/native/*"
    }

    It 'is the one for musl where the process runs on musl' -Tag Unix {
        # What a process runs on is seen by the files that it has mapped.
        $loader = Join-Path $TestDrive 'ld-musl-x86_64.so.1'
        Set-Content $loader 'text'
        $copy = Copy-WithoutLibrary
        $script = "
            `$map = [IO.MemoryMappedFiles.MemoryMappedFile]::CreateFromFile('$loader')
            `$view = `$map.CreateViewAccessor()
            Import-Module '$copy/EcrLogin.psd1'
            try { (Get-ECRLoginCommand).Password } catch { `"`$_`" }"
        $rid = (Get-OwnRid) -replace '^linux-(musl-)?', 'linux-musl-'
        "$(Invoke-InProcess $script)" | Should -BeLike "*$copy/runtimes/$rid/native/libecr_login.so*"
        $null = New-Item -ItemType Directory "$copy/runtimes/$rid/native"
        Copy-Item $library "$copy/runtimes/$rid/native"
        Invoke-InProcess $script | Should -BeExactly 'password-for-111122223333'
    }

    It 'can be another that ECRLOGIN_LIBRARY names, which -Verbose says' {
        $env:ECRLOGIN_LIBRARY = $library
        (Get-Record { Get-ECRLoginCommand -Verbose }).Verbose -join "`n" |
            Should -Match "(?m)^Library: $([regex]::Escape($library)), named by ECRLOGIN_LIBRARY\.$"
        $env:ECRLOGIN_LIBRARY = $null
        (Get-Record { Get-ECRLoginCommand -Verbose }).Verbose -join "`n" | Should -Not -Match 'ECRLOGIN_LIBRARY'
    }

    It 'is never the own one when ECRLOGIN_LIBRARY names <Scenario>' -ForEach @(
        @{ Scenario = 'a file that is not there'; Path = { Join-Path $TestDrive 'none' } }
        @{ Scenario = 'no full path'; Path = { 'none' } }
    ) {
        Assert-Named (& $Path)
    }

    # Wine's loader does not come back from such a file.
    It 'is never the own one when ECRLOGIN_LIBRARY names no library' -Tag Wine {
        Assert-Named $manifest
    }

    It 'has to be of the version of the module' {
        $own = (Get-Module EcrLogin).Version.ToString()
        $env:ECRLOGIN_LIBRARY = Get-OddLibrary
        $env:ODD_VERSION = '9.8.7'
        # In a process of its own: what it loads stays loaded.
        $id, $said = Invoke-InProcess "Import-Module '$manifest'; try { Get-ECRLoginCommand } catch { `$_.FullyQualifiedErrorId; `"`$_`" }"
        $id | Should -BeLike 'EcrLogin.VersionMismatch,*'
        $said | Should -BeLike "*is of version $own, and the library $env:ECRLOGIN_LIBRARY is of version 9.8.7.*"
    }
}

Describe 'A library that answers what it should not' {
    BeforeAll {
        # Imports the module over the library of tests/libraries, in a process of its own, for a script.
        function Invoke-Odd($Answer, $Script) {
            [IO.File]::WriteAllText("$TestDrive/answer", $Answer)
            $env:ODD_ANSWER = "$TestDrive/answer"
            $env:ODD_VERSION = (Get-Module EcrLogin).Version
            $env:ECRLOGIN_LIBRARY = Get-OddLibrary
            try {
                Invoke-InProcess "Import-Module '$manifest'; $Script"
            } finally {
                $env:ECRLOGIN_LIBRARY = $env:ODD_ANSWER = $env:ODD_VERSION = $null
            }
        }
    }

    It 'is told as a defect: <Scenario>' -ForEach @(
        @{ Scenario = 'nothing'; Answer = '' }
        @{ Scenario = 'text'; Answer = 'hunter2' }
        @{ Scenario = 'a list'; Answer = '[{"ok":{}}]' }
        @{ Scenario = 'half an object'; Answer = '{"ok":{"tokens":[{"username":"AWS","password":"hunter2' }
        @{ Scenario = 'half an escape'; Answer = '{"ok":{"text":"hunter2\u00' }
        @{ Scenario = 'more than one object'; Answer = '{"ok":{}} {"ok":{}}' }
        @{ Scenario = 'a word that is none'; Answer = '{"ok":{"text":tru}}' }
        @{ Scenario = 'a depth that no answer has'; Answer = '{"ok":' + '[' * 5000 + ']' * 5000 + '}' }
    ) {
        $id, $said, $rest = Invoke-Odd $Answer '
            try { Get-ECRLoginCommand } catch { $_.FullyQualifiedErrorId; "$_"; $_, $_.Exception | Format-List * -Force | Out-String }'
        $id | Should -BeLike 'EcrLogin.Internal,*'
        $said | Should -BeExactly 'The answer of the library could not be read. Please report this message; it holds no secret.'
        "$rest" | Should -Match 'EcrLogin'
        "$rest" | Should -Not -Match 'hunter2'
    }

    It 'is told as a defect where no call is started' {
        $env:ODD_STARTS_NOTHING = '1'
        try {
            $screen = Invoke-Odd '{"ok":{}}' "Get-ECRLoginCommand; 'went on'" | Out-String
        } finally {
            $env:ODD_STARTS_NOTHING = $null
        }
        $screen | Should -Match 'The library did not start the call\.'
        $screen | Should -Match 'went on'
    }

    It 'is nothing where the answer has nothing' {
        Invoke-Odd '{"ok":{}}' '@(Get-ECRLoginCommand).Count' | Should -BeExactly '0'
    }
}

Describe 'A session in Constrained Language Mode' {
    It 'has every command, <Way>' -ForEach @(
        @{ Way = 'where it imports the module'; Import = 'Import-Module $args[0];' }
        @{ Way = 'where the module was imported into it'; Import = '' }
    ) {
        $state = [initialsessionstate]::CreateDefault()
        $state.LanguageMode = 'ConstrainedLanguage'
        if (-not $Import) { $state.ImportPSModule($manifest) }
        $found = Invoke-InShell ($Import + '
            $ExecutionContext.SessionState.LanguageMode.ToString()
            try { [Math]::Sqrt(4) } catch { $_.FullyQualifiedErrorId }
            (Get-Help Get-ECRLoginCommand).Synopsis
            $login = Get-ECRLoginCommand
            $login.Password
            "$login"
            ($login | Out-String) -match "(?m)^Password +: \*\*\*"
            (Get-ECRAuthorizationToken).ProxyEndpoint
            Get-ECRLoginPassword
            (Disconnect-ECRRegistry 111122223333 -Tool docker -PassThru).Status
            Clear-ECRTokenCache
            @(Get-ECRLoginCommand -Debug -Verbose -SkipCertificateCheck *>&1).Count -gt 5
            try { Get-ECRLoginCommand junk } catch { $_.FullyQualifiedErrorId -replace ",.*" }') $manifest $state
        $registry = 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
        $found | Should -BeExactly @(
            'ConstrainedLanguage', 'MethodInvocationNotSupportedInConstrainedLanguage', (Get-Help Get-ECRLoginCommand).Synopsis
            'password-for-111122223333', $registry, 'True', $registry, 'password-for-111122223333', 'NotFound', 'True', 'EcrLogin.InvalidRegistryId')
    }
}

Describe 'A process of another kind' {
    # Wine of 64 bits has none.
    It 'of 32 bits imports and says so' -Tag 'Windows', 'Wine' {
        $found = Invoke-InProcess "
            Import-Module '$manifest'
            try { Get-ECRLoginCommand } catch { `$_.FullyQualifiedErrorId; `"`$_`" }
            " "$env:SystemRoot\SysWOW64\WindowsPowerShell\v1.0\powershell.exe"
        $found[0] | Should -BeLike 'EcrLogin.UnsupportedPlatform,*'
        $found[1] | Should -BeLike '*32-bit*'
    }
}

Describe 'A planted library' {
    BeforeAll {
        # The library of tests/libraries under names that are tried where one is searched for by its name.
        $script:plant = "$TestDrive/plant"
        $null = New-Item -ItemType Directory $plant
        $library = Get-Item (Get-Library)
        foreach ($name in $library.Name, 'ecr_login', 'libecr_login', 'ecr_login.so', 'ecr_login.dylib', 'ecr_login.dll') {
            Copy-Item (Get-OddLibrary) "$plant/$name"
        }

        # Gets a login in a process for which the planted library lies wherever one could be searched for; then says, from one
        # more, of what version the library is that is found by its name.
        function Invoke-NearPlant($Folder) {
            $variables = @{
                PATH = "$plant$([IO.Path]::PathSeparator)$env:PATH"; LD_LIBRARY_PATH = $plant; DYLD_LIBRARY_PATH = $plant
                DYLD_FALLBACK_LIBRARY_PATH = $plant; ODD_VERSION = '9.8.7'
            }
            $values = @{}
            foreach ($name in $variables.Keys) {
                $values[$name] = [Environment]::GetEnvironmentVariable($name)
                Use-Variable $name $variables[$name]
            }
            Push-Location $plant
            try {
                Invoke-InProcess "
                    Import-Module '$Folder/EcrLogin.psd1'
                    try { (Get-ECRLoginCommand).Password } catch { `$_.FullyQualifiedErrorId -replace ',.*' }"
                # Where the own one is loaded already, Windows takes that one for the name.
                Invoke-InProcess "
                    Add-Type -Namespace Planted -Name Found -MemberDefinition '[DllImport(`"ecr_login`")] public static extern IntPtr ecr_login_version();'
                    [Runtime.InteropServices.Marshal]::PtrToStringAnsi([Planted.Found]::ecr_login_version())"
            } finally {
                Pop-Location
                foreach ($name in $values.Keys) { Use-Variable $name $values[$name] }
            }
        }
    }

    It 'is not taken where the own one <Scenario>' -ForEach @(
        @{ Scenario = 'is there'; Gives = 'password-for-111122223333' }
        @{ Scenario = 'is missing'; Gives = 'EcrLogin.LibraryNotFound' }
    ) {
        $copy = Copy-WithoutLibrary
        if ($Scenario -eq 'is there') { Copy-Item "$env:ECRLOGIN_MODULE/runtimes" $copy -Recurse }
        Invoke-NearPlant $copy | Should -BeExactly $Gives, '9.8.7'
    }

    # Wine's loader does not come back from such a file.
    It 'is not taken where the own one is no library' -Tag Wine {
        $copy = Copy-WithoutLibrary
        Copy-Item "$env:ECRLOGIN_MODULE/runtimes" $copy -Recurse
        Get-ChildItem "$copy/runtimes" -Recurse -File | Set-Content -Value 'text'
        Invoke-NearPlant $copy | Should -BeExactly 'EcrLogin.LibraryNotFound', '9.8.7'
    }

    It 'is not taken by a name in ECRLOGIN_LIBRARY' {
        $env:ECRLOGIN_LIBRARY = (Get-Item (Get-Library)).Name
        try {
            Invoke-NearPlant $env:ECRLOGIN_MODULE | Should -BeExactly 'EcrLogin.LibraryNotFound', '9.8.7'
        } finally {
            $env:ECRLOGIN_LIBRARY = $null
        }
    }
}
