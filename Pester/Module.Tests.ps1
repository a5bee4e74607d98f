BeforeDiscovery {
    $sources = Get-ChildItem (Join-Path $PSScriptRoot '../ps-module') -Recurse -File |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName; Text = [IO.File]::ReadAllText($_.FullName) } }
    $types = $sources | Where-Object Name -Like '*.cs'
    # PowerShell that the compiled commands hold.
    $scripts = @($sources | Where-Object Name -Like '*.psd1')
    foreach ($source in $types) {
        foreach ($held in [regex]::Matches($source.Text, '"(param\(\$.*?[^\\])";')) {
            $scripts += @{ Name = "a script in $($source.Name)"; Text = [regex]::Unescape($held.Groups[1].Value) }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    . $PSScriptRoot/Support/Records.ps1
    . $PSScriptRoot/Support/Sources.ps1
    . $PSScriptRoot/Support/Shells.ps1
    Enter-TestEnvironment $TestDrive
    Open-LocalEcr
    Use-EcrSetting
    $script:root = Split-Path $PSScriptRoot
    $script:assembly = (Get-Command Get-ECRLoginCommand).ImplementingType.Assembly
    $script:classes = $assembly.GetExportedTypes() | Where-Object { [Attribute]::IsDefined($_, [Management.Automation.CmdletAttribute]) }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'The manifest' {
    It 'is valid' {
        $warnings = $null
        $module = Test-ModuleManifest $manifest -WarningVariable warnings
        $module.Name | Should -Be 'EcrLogin'
        $warnings | Should -BeNullOrEmpty
    }

    It 'exports just the commands and aliases that the classes declare' {
        $data = Import-PowerShellDataFile $manifest
        $commands = $classes | ForEach-Object {
            $attribute = [Attribute]::GetCustomAttribute($_, [Management.Automation.CmdletAttribute])
            "$($attribute.VerbName)-$($attribute.NounName)"
        }
        $aliases = $classes | ForEach-Object { [Attribute]::GetCustomAttribute($_, [Management.Automation.AliasAttribute]).AliasNames }
        $data.CmdletsToExport | Sort-Object | Should -BeExactly ($commands | Sort-Object)
        (Get-Command -Module EcrLogin -CommandType Function, Cmdlet).Name | Sort-Object | Should -BeExactly ($commands | Sort-Object)
        $data.AliasesToExport | Sort-Object | Should -BeExactly ($aliases | Where-Object { $_ } | Sort-Object)
        (Get-Module EcrLogin).ExportedAliases.Keys | Sort-Object | Should -BeExactly ($data.AliasesToExport | Sort-Object)
        $data.FunctionsToExport.Count + $data.VariablesToExport.Count + (Get-Module EcrLogin).ExportedVariables.Count | Should -Be 0
    }

    It 'is of the version of Cargo.toml, of the assembly and of the library' {
        $cargo = [regex]::Match((Get-Content (Join-Path $root 'Cargo.toml') -Raw), '(?m)^version = "(.+)"').Groups[1].Value
        $data = Import-PowerShellDataFile $manifest
        $data.ModuleVersion | Should -BeExactly $cargo
        $data.RootModule | Should -BeExactly "EcrLogin-$cargo.dll"
        $assembly.GetName().Name | Should -BeExactly "EcrLogin-$cargo"
        $assembly.GetName().Version.ToString(3) | Should -BeExactly $cargo
        [Runtime.InteropServices.Marshal]::PtrToStringAnsi((Get-LibraryBinding)::ecr_login_version()) | Should -BeExactly $cargo
    }

    It 'serves both editions of PowerShell' {
        $data = Import-PowerShellDataFile $manifest
        $data.CompatiblePSEditions | Should -BeExactly 'Desktop', 'Core'
        $data.PowerShellVersion | Should -BeExactly '5.1'
        $data.DotNetFrameworkVersion | Should -BeExactly '4.7.2'
    }
}

Describe 'The sources' {
    It '<Name> is pure ASCII' -ForEach $sources {
        $Text | Should -Not -Match '[^\x00-\x7F]'
    }

    It '<Name> holds nothing that Windows PowerShell 5.1 lacks' -ForEach $scripts {
        $problems = $null
        $ast = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$null, [ref]$problems)
        $problems | Should -BeNullOrEmpty
        Get-NewerUse $ast | Should -BeNullOrEmpty
    }

    It 'would be found to hold <Code>' -ForEach @(
        @{ Code = '1 | ForEach-Object -Parallel { 1 }' }
        @{ Code = '[Runtime.InteropServices.Marshal]::PtrToStringUTF8($p)' }
        @{ Code = 'if ($IsWindows) { 1 }' }
        @{ Code = '[System.Text.Json.JsonDocument]::Parse($t)' }
        @{ Code = '[Runtime.InteropServices.NativeLibrary]::Load($p)' }
        @{ Code = 'Get-Error' }
        @{ Code = 'class Thing { }' }
    ) {
        $ast = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$null)
        @(Get-NewerUse $ast).Count | Should -BeGreaterThan 0
    }

    It '<Name> holds the one type that it is named after' -ForEach $types {
        $declared = [regex]::Matches($Text, '(?m)^(?:public|internal)[a-z ]* (?:class|struct|record|interface|enum) (\w+)')
        $declared.Count | Should -Be 1
        $declared[0].Groups[1].Value | Should -BeExactly ([IO.Path]::GetFileNameWithoutExtension($Name))
    }

    It '<Name> lies in the namespace of its folder, or in that of what users see' -ForEach $types {
        $folder = Split-Path -Leaf (Split-Path $Path)
        [regex]::Match($Text, '(?m)^namespace (.+);').Groups[1].Value | Should -BeIn "EcrLogin.$folder", 'EcrLogin'
    }

    It 'bind every function of the header but the one that blocks' {
        $header = Get-Content (Join-Path $root 'rust/include/ecr_login.h') -Raw
        $declared = [regex]::Matches($header, '(?m)^[a-z][\w ]*[ *](ecr_login\w*)\(') | ForEach-Object { $_.Groups[1].Value }
        $functions = Get-Content (Join-Path $root 'ps-module/Engine/EngineFunctions.cs') -Raw
        $bound = [regex]::Matches($functions, 'find\("(ecr_login\w*)"\)') | ForEach-Object { $_.Groups[1].Value }
        @($bound) + 'ecr_login' | Sort-Object | Should -BeExactly ($declared | Sort-Object)
    }
}

Describe 'The assembly' {
    It 'is the one that ships, and needs nothing but what every PowerShell has' {
        (Get-ChildItem $env:ECRLOGIN_MODULE -Recurse -Filter *.dll | Where-Object FullName -NotMatch 'runtimes').Count | Should -Be 1
        $assembly.GetReferencedAssemblies() | ForEach-Object { "$($_.Name) $($_.Version)" } |
            Should -BeExactly 'netstandard 2.0.0.0', 'System.Management.Automation 3.0.0.0'
    }

    It 'has each command in a class of its verb and noun' {
        $classes.Count | Should -Be 13
        foreach ($class in $classes) {
            $attribute = [Attribute]::GetCustomAttribute($class, [Management.Automation.CmdletAttribute])
            $class.FullName | Should -BeExactly "EcrLogin.Commands.$($attribute.VerbName)$($attribute.NounName)"
            $class.IsSealed | Should -BeTrue
        }
    }

    It 'shows nothing but commands, what they give and throw, and the entry of the module' {
        $expected = [Collections.Generic.HashSet[string]]@('EcrLogin.EcrLoginException', 'EcrLogin.Import.ModuleEntry')
        $outputs = $classes | ForEach-Object { [Attribute]::GetCustomAttributes($_, [Management.Automation.OutputTypeAttribute]).Type.Type }
        foreach ($type in @($classes) + $outputs -ne $null) {
            for ($one = $type; $one; $one = $one.BaseType) { if ($one.Assembly -eq $assembly) { $null = $expected.Add($one.FullName) } }
            foreach ($one in $type.GetInterfaces()) { if ($one.Assembly -eq $assembly) { $null = $expected.Add($one.FullName) } }
        }
        $assembly.GetExportedTypes().FullName | Sort-Object | Should -BeExactly ($expected | Sort-Object)
    }

    It 'lets nobody else make what its commands give, nor reach it by a static member' {
        foreach ($type in $assembly.GetExportedTypes() | Where-Object { $_ -notin $classes -and $_.Name -ne 'ModuleEntry' }) {
            $type.GetConstructors() | Should -BeNullOrEmpty -Because $type.FullName
        }
        foreach ($type in $assembly.GetExportedTypes()) {
            $type.GetMembers([Reflection.BindingFlags]'Public, Static, DeclaredOnly') | Should -BeNullOrEmpty -Because $type.FullName
        }
    }
}

# Wine has none.
Describe 'Windows PowerShell 5.1' -Tag 'Windows', 'Wine' {
    BeforeAll {
        $script:desktop = "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe"
    }

    It 'gets a login' {
        Invoke-InProcess "Import-Module '$manifest'; (Get-ECRLoginCommand).Password" $desktop |
            Should -BeExactly 'password-for-111122223333'
    }

    It 'does not stop at lines of -Debug' {
        $found = Invoke-InProcess "Import-Module '$manifest'; (Get-ECRLoginCommand -Debug 5>`$null).Password" $desktop
        $found | Should -BeExactly 'password-for-111122223333'
    }
}

Describe 'The environment on Windows' -Tag 'Windows' {
    It 'has names without case' {
        $region = $env:AWS_REGION
        Use-Variable 'Aws_Region' 'eu-west-3'
        try {
            Get-ECRLoginCommand -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'Region: eu-west-3'
        } finally {
            Use-Variable 'Aws_Region' $region
        }
    }
}

Describe 'What is seen on screen' {
    BeforeAll {
        $script:password = 'eyJwYXlsb2Fkfirst' + ('middle' * 20) + 'lastRFVEFfS0VZIn0='
        Use-EcrSetting @{ tokens = @{
                '111122223333' = @{ password = $password; username = "A$([char]0x202E)WS" }
                '222222222222' = @{ password = 'short-password-of-39-characters-exactly' }
                '333333333333' = @{ password = "it's a long password with a quote in it, as may be" }
            }
        }
        $script:login = Get-ECRLoginCommand
        $script:others = Get-ECRLoginCommand -RegistryId 222222222222, 333333333333
    }

    It 'is no password by <Scenario>' -ForEach @(
        @{ Scenario = 'default'; Show = { $input | Out-String -Width 4096 } }
        @{ Scenario = 'Format-List'; Show = { $input | Format-List | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Table'; Show = { $input | Format-Table | Out-String -Width 4096 } }
        @{ Scenario = 'Format-Custom'; Show = { $input | Format-Custom | Out-String -Width 4096 } }
        @{ Scenario = 'text with the object in it'; Show = { $input | ForEach-Object { "$_" } } }
        @{ Scenario = 'a cast'; Show = { $input | ForEach-Object { [string]$_ } } }
        @{ Scenario = 'ToString()'; Show = { $input | ForEach-Object { $_.ToString() } } }
        @{ Scenario = '-join'; Show = { @($input) -join ' ' } }
        @{ Scenario = 'the format operator'; Show = { $input | ForEach-Object { '{0}' -f $_ } } }
        @{ Scenario = 'Write-Information'; Show = { $input | ForEach-Object { Write-Information $_ 6>&1 } } }
        @{ Scenario = 'an object from a job'; Show = {
                $input | ForEach-Object {
                    $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_))
                    $back | Out-String -Width 4096
                    $back | Format-Table | Out-String -Width 4096
                    "$back"
                } }
        }
    ) {
        $seen = $login, $others | ForEach-Object { $_ } | & $Show | Out-String -Width 4096
        $seen | Should -Match '111122223333\.dkr\.ecr'
        $seen | Should -Not -Match 'middle'
        $seen | Should -Not -Match 'short-password'
        $seen | Should -Not -Match 'a long password'
    }

    It 'is the shortened password in the default view, in Command too' {
        $seen = $login | Out-String -Width 4096
        $seen | Should -Match '(?m)^Password +: eyJwYXlsb2Fk\.\.\.tRFVEFfS0VZIn0=\r?$'
        $seen | Should -Match '(?m)^Command +: docker login --username AWS --password eyJwYXlsb2Fk\.\.\.tRFVEFfS0VZIn0= https://\S+\r?$'
        $seen | Should -Match '(?m)^Username .*\r?\n.*Password .*\r?\n.*ProxyEndpoint .*\r?\n.*Endpoint .*\r?\n.*ExpiresAt .*\r?\n.*Command '
    }

    It 'is *** for a password below 40 characters' {
        $seen = $others[0] | Out-String -Width 4096
        $seen | Should -Match '(?m)^Password +: \*\*\*\r?$'
        $seen | Should -Match '--password \*\*\* '
    }

    It 'is no password by Format-Wide without a property' {
        $seen = $login | Format-Wide | Out-String -Width 4096
        $seen | Should -Match '111122223333\.dkr\.ecr'
        $seen | Should -Not -Match 'middle'
    }

    It 'holds no character that turns the reading direction' {
        $login.Username | Should -Match ([char]0x202E)
        $login | Out-String | Should -Not -Match ([char]0x202E)
        $login | Format-Table | Out-String | Should -Not -Match ([char]0x202E)
    }

    It 'is the whole password when it is asked for' {
        $login | Format-List * | Out-String -Width 4096 | Should -Match 'middle'
        $login | Select-Object Password | Out-String -Width 4096 | Should -Match 'middle'
        $login | ConvertTo-Json | Should -Match 'middle'
    }

    It 'is no property but those that are told of, by <Scenario>' -ForEach @(
        @{ Scenario = 'Get-Member'; Show = { ($input | Get-Member -MemberType Properties).Name } }
        @{ Scenario = 'Select-Object *'; Show = { ($input | Select-Object *).PSObject.Properties.Name } }
        @{ Scenario = 'ConvertTo-Json'; Show = { ($input | ConvertTo-Json | ConvertFrom-Json).PSObject.Properties.Name } }
        @{ Scenario = 'ConvertTo-Csv'; Show = { ($input | ConvertTo-Csv | ConvertFrom-Csv).PSObject.Properties.Name } }
        @{ Scenario = 'Format-List *'; Show = { [regex]::Matches(($input | Format-List * | Out-String -Width 4096), '(?m)^(\w+) +:') | ForEach-Object { $_.Groups[1].Value } } }
    ) {
        $login | & $Show | Sort-Object | Should -BeExactly 'Command', 'Endpoint', 'ExpiresAt', 'Password', 'ProxyEndpoint', 'Username'
    }

    It 'fits a table of 80 columns with the time of expiry, its day before it' {
        $lines = ($login | Format-Table | Out-String -Width 80).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Username +Endpoint +ExpiresAt *$'
        $lines[2] | Should -Match '^\S+ +https://111122223333\.dkr\.ecr\.us-east-1\.amazonaws\.com +\w{3}\.? \d\d:\d\d *$'
        $lines[2].TrimEnd() | Should -BeLike "*$($login.ExpiresAt.ToString('ddd HH:mm'))"
    }

    It 'is the registry where the object stands in a text' {
        "$login" | Should -BeExactly 'https://111122223333.dkr.ecr.us-east-1.amazonaws.com'
    }
}
