# What the first version had, and scripts rely on: Data/parameters-0.1.0.csv has a row for each parameter of a command.

BeforeDiscovery {
    $rows = foreach ($row in Import-Csv $PSScriptRoot/Data/parameters-0.1.0.csv) {
        $all = @{}
        foreach ($column in $row.PSObject.Properties) { $all[$column.Name] = $column.Value }
        $all
    }
}

BeforeAll {
    . $PSScriptRoot/Support/Environment.ps1
    Enter-TestEnvironment $TestDrive
}

AfterAll {
    Exit-TestEnvironment
}

Describe 'Since 0.1.0' {
    It '<Command> has -<Parameter> as it was' -ForEach $rows {
        $found = @((Get-Command $Command).ParameterSets | ForEach-Object { $_.Parameters | Where-Object Name -CEQ $Parameter })
        $found.Count | Should -Be 1
        $found[0].ParameterType.Name -replace '^Switch.*', 'switch' | Should -Be $Type
        $found[0].IsMandatory | Should -BeFalse
        if ($Position) { $found[0].Position | Should -Be $Position }
        if ($Pipeline -match 'value') { $found[0].ValueFromPipeline | Should -BeTrue }
        if ($Pipeline -match 'name') { $found[0].ValueFromPipelineByPropertyName | Should -BeTrue }
        foreach ($alias in $Aliases -split ' ' -ne '') { $found[0].Aliases | Should -Contain $alias }
        $limits = foreach ($attribute in $found[0].Attributes) {
            if ($attribute -is [Management.Automation.ValidateSetAttribute]) { $attribute.ValidValues -join ' ' }
            if ($attribute -is [Management.Automation.ValidateRangeAttribute]) { "$($attribute.MinRange) to $($attribute.MaxRange)" }
        }
        "$limits" | Should -BeExactly $Values
        if ($Default) { (New-Object (Get-Command $Command).ImplementingType.FullName).$Parameter | Should -Be $Default }
    }

    It 'has every command, and one set of parameters for each' {
        $commands = (Import-Csv $PSScriptRoot/Data/parameters-0.1.0.csv).Command | Select-Object -Unique
        $commands.Count | Should -Be 6
        foreach ($command in $commands) {
            (Get-Command $command).ParameterSets.Count | Should -Be 1
            (Get-Command $command).Source | Should -BeExactly 'EcrLogin'
        }
        (Get-Command Auth-ECR).Definition | Should -BeExactly 'Connect-ECRRegistry'
    }

    It 'asks for confirmation as before' {
        foreach ($command in Get-Command -Module EcrLogin -CommandType Cmdlet) {
            $attribute = [Attribute]::GetCustomAttribute($command.ImplementingType, [Management.Automation.CmdletAttribute])
            $expected = switch -Regex ($command.Name) { '^(Dis)?Connect-|^(Uni|I)nstall-' { 'True Medium' } '^(Clear|New)-' { 'True Low' } default { 'False None' } }
            "$($attribute.SupportsShouldProcess) $($attribute.ConfirmImpact)" | Should -BeExactly $expected -Because $command.Name
        }
    }
}
