# The name of a region given as text or as a region object of AWS Tools or the AWS SDK. $Place says where it came from.
function Get-RegionName($Cmdlet, $Region, $Place = '-Region') {
    if ($Region -is [string]) { return $Region }
    $name = Get-NamedValue $Region @('SystemName', 'Region')
    if ($name -is [string]) { return $name }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
        code    = 'InvalidParameter'
        message = "$Place is of type $(Format-ErrorValue $Region.GetType().FullName)."
        hint    = 'Give the name of a region, such as us-east-1.'
    }))
}
