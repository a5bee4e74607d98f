# What a credential object wraps; the object itself where it wraps nothing.
function Get-InnerCredential($Source) {
    # What 'aws sts ... | ConvertFrom-Json' and Use-STSRole give holds the keys one level down.
    $inner = Get-NamedValue $Source @('Credentials')
    if ($null -ne $inner) { return , $inner }
    # AWS Tools wraps the SDK's object and shows it to itself only.
    $object = $Source.PSObject.BaseObject
    $property = $object.GetType().GetProperty('Credentials', [Reflection.BindingFlags]'Instance, NonPublic')
    if ($null -ne $property) { $inner = $property.GetValue($object) }
    if ($null -ne $inner) { return , $inner }
    , $Source
}
