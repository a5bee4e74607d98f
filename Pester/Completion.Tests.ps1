BeforeDiscovery {
    Import-Module (Join-Path $env:ECRLOGIN_MODULE 'EcrLogin.psd1')
    $completed = foreach ($command in Get-Command -Module EcrLogin -CommandType Cmdlet, Alias) {
        foreach ($parameter in 'ProfileName', 'Region') {
            if ($command.Parameters.ContainsKey($parameter)) { @{ Command = $command.Name; Parameter = $parameter } }
        }
    }
    Remove-Module EcrLogin
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    Enter-TestEnvironment $TestDrive
    $null = New-Item -ItemType Directory "$TestDrive/.aws"
    Set-Content "$TestDrive/.aws/config" '[default]', '[profile work]', '[profile "two words"]', "[profile o'brien]", '[profile worker]'
    Set-Content "$TestDrive/.aws/credentials" '[old]', 'aws_access_key_id = A', 'aws_secret_access_key = b'
    Set-Content "$TestDrive/elsewhere" '[other]', 'aws_access_key_id = A', 'aws_secret_access_key = b'

    # What can be inserted at the end of a line.
    function Get-Completion($Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches |
            Where-Object ResultType -EQ 'ParameterValue' | ForEach-Object CompletionText
    }
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Completion' {
    It 'serves <Command> -<Parameter>' -ForEach $completed {
        $wanted = @{ ProfileName = 'work'; Region = 'us-east-1' }[$Parameter]
        Get-Completion "$Command -$Parameter " | Should -Contain $wanted
    }

    It 'gives the profiles of both files, quoted where they must be' {
        Get-Completion 'Get-ECRLoginCommand -ProfileName ' |
            Should -BeExactly 'default', "'o''brien'", 'old', "'two words'", 'work', 'worker'
    }

    It 'gives those that start with <Word>' -ForEach @(
        @{ Word = 'wor'; Names = 'work', 'worker' }
        @{ Word = 'WORK'; Names = 'work', 'worker' }
        @{ Word = "'tw"; Names = @("'two words'") }
        @{ Word = '"tw'; Names = @("'two words'") }
        @{ Word = 'w*'; Names = $null }
    ) {
        Get-Completion "Get-ECRLoginCommand -ProfileName $Word" | Should -BeExactly $Names
    }

    It 'serves the alias -<_>' -ForEach 'Profile', 'AWSProfileName', 'StoredCredentials' {
        Get-Completion "Get-ECRLoginCommand -$_ wor" | Should -BeExactly 'work', 'worker'
    }

    It 'gives the profiles of -ProfileLocation, <Scenario>' -ForEach @(
        @{ Scenario = 'by its name'; Name = 'ProfileLocation'; Path = 'elsewhere' }
        @{ Scenario = 'by an alias'; Name = 'ProfilesLocation'; Path = 'elsewhere' }
        @{ Scenario = 'on a drive of PowerShell'; Name = 'ProfileLocation'; Path = 'TestDrive:/elsewhere' }
    ) {
        Push-Location $TestDrive
        try {
            Get-Completion "Get-ECRLoginCommand -$Name $Path -ProfileName " | Should -BeExactly 'other'
        } finally {
            Pop-Location
        }
    }

    It 'gives the profiles of the file that a variable names' {
        $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = "$TestDrive/elsewhere"
        try {
            Get-Completion 'Get-ECRLoginCommand -ProfileName ' | Should -BeExactly 'other'
        } finally {
            $env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = $null
        }
    }

    It 'gives the regions of every partition' {
        $regions = Get-Completion 'Get-ECRLoginCommand -Region '
        $regions.Count | Should -BeGreaterThan 30
        foreach ($region in 'us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1') { $regions | Should -Contain $region }
        Get-Completion 'Get-ECRLoginCommand -Region eu-west-' | Should -BeExactly 'eu-west-1', 'eu-west-2', 'eu-west-3'
    }

    It 'gives nothing and leaves no error when <Scenario>' -ForEach @(
        @{ Scenario = 'the library is missing'; Variable = 'ECRLOGIN_LIBRARY'; Value = '/nowhere/library' }
        @{ Scenario = 'the file is broken'; Variable = 'AWS_CONFIG_FILE'; Value = 'broken' }
    ) {
        Set-Content "$TestDrive/broken" '[default]', 'region'
        Push-Location $TestDrive
        Use-Variable $Variable $Value
        $Error.Clear()
        try {
            Get-Completion 'Get-ECRLoginCommand -ProfileName wo' | Should -BeNullOrEmpty
            $Error.Count | Should -Be 0
        } finally {
            Use-Variable $Variable $null
            Pop-Location
        }
        Get-Completion 'Get-ECRLoginCommand -ProfileName wor' | Should -BeExactly 'work', 'worker'
    }
}
