# The registry ids of a value of -CliInputJson: JSON, or file:// and the path of a file that holds it.
function Read-CliInput($Cmdlet, $Value) {
    $ids = $null
    $json = $Value
    if ($Value -match '^file://(.+)$') {
        try { $json = [IO.File]::ReadAllText((Get-FullPath $Cmdlet $Matches[1])) } catch {
            $json = $null
            $reason = (Format-ErrorValue $_.Exception.GetBaseException().Message).TrimEnd('.')
        }
    }
    $fields = try { ConvertFrom-Json $json -ErrorAction Stop } catch { $null }
    $why = if ($null -eq $json) {
        "names a file that cannot be read: $reason"
    } elseif ($fields -isnot [Management.Automation.PSCustomObject]) {
        'is not a JSON object'
    } else {
        $ids = Get-NamedValue $fields @('registryIds')
        $unknown = @($fields.PSObject.Properties | ForEach-Object Name | Where-Object { $_ -cne 'registryIds' })
        if ($unknown.Count -gt 0) {
            "has the unknown key '$(Format-ErrorValue $unknown[0])'"
        } elseif ($null -ne $ids -and ($ids -isnot [array] -or @($ids | Where-Object { $_ -isnot [string] }).Count -gt 0)) {
            "has 'registryIds' that are no list of strings"
        }
    }
    if (-not $why) { return $ids }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidParameter'
        message = "-CliInputJson $why."
        hint    = 'Get a sample with -GenerateCliSkeleton input.'
    }))
}
